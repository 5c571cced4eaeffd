"""The encoder in int8, with scales that were settled beforehand.

    x ≈ s · (q − z)              s and z fixed, from what a few texts were seen to give
    x · W = (x / f) · (f · W)    f a factor a channel, so that loud channels do not set the scale
                                 of the quiet ones (Xiao et al., SmoothQuant, ICML 2023)

Fixed scales make a text's vector the same whichever texts run with it, so that texts of one
length can share a run: reading 21 MB of weights is half the cost of a short text. Weights have a
scale per output channel and use 7 of the 8 bits, since on processors without VNNI the products
of full-range bytes saturate.

What GELU lets through has a few channels far louder than the rest, beyond what a factor evens
out. The loudest are multiplied in float32 (Dettmers et al., LLM.int8(), NeurIPS 2022). Which they
are hardly depends on the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.e5.network import Network, network
from zhihuan.library.e5.packed import Packed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Channels = NDArray[np.int64]

LOUD: Final = 32
# How far beyond the seen range values may go before they are cut off.
_MARGIN: Final = 1.25
_WEIGHT_TOP: Final = 64
# Any ordinary sentences of the kind to be embedded, long and short, with figures and without.
_SAMPLES: Final = (
    "query: 逾期三个月会被起诉吗",
    "query: 最低还款",
    "query: 我今年23岁，失业3个月了，欠8,000元，每月能还500元。",
    "query: How is the annual percentage rate of an instalment plan worked out?",
    "query: zhengxin shang de jilu duojiu xiaochu",
    "query: 提前還清還要不要手續費",
    "query: 你好",
    "query: 今天天气不错，适合出去走走",
    "query: 催收的人天天打电话到我单位，还给我妈发短信说要上门，我该怎么办，能投诉吗？",
    "query: 年利率24%和36%有什么区别？2024年3.45%的LPR呢",
    "query: 密码忘了怎么改绑手机号",
    "query: 公积金能提出来还信用卡吗",
    "passage: 先打官方客服说明困难，问能不能重新安排还款，记下工单号。",
    "passage: 账单日、还款日和宽限期，以您的合同为准。打电话以前，把欠款写在一张纸上。",
    "passage: 收到法院的传票该怎么办\n先看案号和法院的名字，再打法院公布的电话核实。真的传票不会让您把钱转到"
    "个人账户。答辩期是收到起诉状副本之日起十五日，到时候不去，法院可以缺席判决。带上合同、还款记录和身份证。",
    "passage: 分期手续费折成年利率是多少 怎么算\n每月0.6%的手续费看起来一年是7.2%，但本金每个月都在还，实际占用"
    "的钱越来越少，折算下来年利率约13%。分12期、借12000元，每期还1072元，其中72元是手续费。",
    "passage: 本规定自2021年1月1日起施行。《民法典》第六百八十条：禁止高利放贷，借款的利率不得违反国家有关规定。",
    "passage: A payment that is 30 days late may be reported; call the lender before the due date.",
    "passage: 孩子住院了，工资又停了，一家人只靠一个人的收入。先留出吃饭、房租和看病的钱，剩下的再排还款的次序。",
    "passage: 客服时间是每天9:00-21:00，电话95118。",
)


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value each channel was seen to take, 0 within."""

    low: Floats
    high: Floats

    @property
    def loudness(self) -> Floats:
        """How far from 0 each channel goes."""
        return np.maximum(-self.low, self.high)

    def only(self, channels: Channels) -> Range:
        """Those of some channels."""
        return Range(self.low[channels], self.high[channels])

    def divided(self, factors: Floats) -> Range:
        """Those of the values divided by positive `factors`."""
        return Range(self.low / factors, self.high / factors)


def seen_ranges(packed: Packed, kept: NDArray[np.int64], cut: Tokenizer) -> dict[str, Range]:
    """The ranges of everything that is to be quantised, by its name in the network."""
    import onnxruntime
    from onnx import TensorProto, helper

    model = network(packed, kept)
    parts = ("context", "aln.out", "gelu", "oln.out")
    names = [f"l{layer}.{part}" for layer in range(packed.layers) for part in parts]
    names.append("emb.ln.out")
    for name in names:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    runs = [session.run(names, {"input_ids": [cut.encode(sample).ids]}) for sample in _SAMPLES]
    return {
        name: Range(
            np.minimum(0, np.min([run[n][0].min(0) for run in runs], axis=0)),
            np.maximum(0, np.max([run[n][0].max(0) for run in runs], axis=0)),
        )
        for n, name in enumerate(names)
    }


def write_quantised(
    packed: Packed, kept: NDArray[np.int64], seen: Mapping[str, Range], path: Path
) -> None:
    """Write the network of :func:`network` with int8 matrices, all but those of loud channels."""
    path.write_bytes(_Quantised(packed, seen).model(kept).SerializeToString())


@dataclass(frozen=True, slots=True)
class _Bytes:
    """Names of a quantised state, its scale and its zero point."""

    state: str
    scale: str
    zero: str


class _Quantised(Network):
    def __init__(self, packed: Packed, seen: Mapping[str, Range]) -> None:
        super().__init__(packed)
        self.seen = seen

    def layer(self, layer: int, state: str) -> str:
        name = f"l{layer}"
        attended = self.attended(name, state)
        state = self.summed(f"{name}.aln", attended, state)
        return self.summed(f"{name}.oln", self.fed_forward(name, state), state)

    def attended(self, name: str, state: str) -> str:
        """Attention and the matrix behind it, whose factors go into the matrix of the values."""
        matrices = [self.floats(f"{name}.{part}.w") for part in "qkv"]
        biases = [self.bias(f"{name}.{part}.b") for part in "qkv"]
        outer, seen = self.floats(f"{name}.ao.w"), self.seen[f"{name}.context"]
        factors = _factors(seen, [outer])
        matrices[2], biases[2] = matrices[2] / factors[:, None], biases[2] / factors
        inner, evened = self.evened(f"{name}.in", state, matrices)
        parts = [
            self.product(f"{name}.{part}", inner, matrix, bias)
            for part, matrix, bias in zip("qkv", evened, biases, strict=True)
        ]
        heads = self.packed.heads
        context = self.node("MultiHeadAttention", parts, f"{name}.context", num_heads=heads)
        mixed = self.quantised(f"{name}.mixed", context, seen.divided(factors))
        return self.product(f"{name}.ao", mixed, outer * factors, self.bias(f"{name}.ao.b"))

    def fed_forward(self, name: str, state: str) -> str:
        """Up, GELU and down again, the loud channels apart."""
        down = self.packed.floats(f"{name}.fo.w", self.packed.intermediate)
        inner, (up,) = self.evened(f"{name}.mid", state, [self.floats(f"{name}.fi.w")])
        seen = self.seen[f"{name}.gelu"]
        order = np.argsort(-seen.loudness, kind="stable")
        loud, others = np.sort(order[:LOUD]), np.sort(order[LOUD:])

        def gelu(part: str, channels: Channels) -> str:
            bias = self.constant(f"{part}.b", self.bias(f"{name}.fi.b")[channels])
            return self.node(
                "BiasGelu", [self.product(part, inner, up[channels]), bias], part + ".gelu"
            )

        many = self.quantised(f"{name}.wide", gelu(f"{name}.fi", others), seen.only(others))
        quiet = self.product(f"{name}.fo", many, down[:, others], self.bias(f"{name}.fo.b"))
        matrix = self.constant(f"{name}.loud.down", down[:, loud].T)
        few = self.node(
            "MatMul", [gelu(f"{name}.loud", loud), matrix], f"{name}.loud.fo", domain=""
        )
        return self.node("Add", [quiet, few], f"{name}.fo.sum", domain="")

    def evened(
        self, name: str, state: str, matrices: Sequence[Floats]
    ) -> tuple[_Bytes, list[Floats]]:
        """A state divided by its factors and quantised; the matrices it goes into times these."""
        factors = _factors(self.seen[state], matrices)
        inverse = self.constant(f"{name}.even", 1 / factors)
        even = self.node("Mul", [state, inverse], f"{name}.evened", domain="")
        quantised = self.quantised(name, even, self.seen[state].divided(factors))
        return quantised, [matrix * factors for matrix in matrices]

    def quantised(self, name: str, state: str, seen: Range) -> _Bytes:
        low, high = _MARGIN * float(seen.low.min()), _MARGIN * float(seen.high.max())
        scale = (high - low) / 255
        names = (
            self.constant(f"{name}.scale", np.array(scale, np.float32)),
            self.constant(f"{name}.zero", np.array(round(-low / scale), np.uint8)),
        )
        return _Bytes(
            self.node("QuantizeLinear", [state, *names], f"{name}.bytes", domain=""), *names
        )

    def product(
        self, name: str, quantised: _Bytes, matrix: Floats, bias: Floats | None = None
    ) -> str:
        """A quantised state times the transposed `matrix`, in float32."""
        scales = np.abs(matrix).max(axis=1) / _WEIGHT_TOP
        weights = np.round(matrix / scales[:, None]).astype(np.int8)
        inputs = [
            quantised.state,
            self.constant(f"{name}.w", weights.T),
            quantised.scale,
            self.constant(f"{name}.scales", scales),
            quantised.zero,
        ]
        if bias is not None:
            inputs += ["", self.constant(f"{name}.bias", bias)]
        return self.node("MatMulIntegerToFloat", inputs, name)

    def summed(self, name: str, update: str, state: str) -> str:
        return self.normed(name, self.node("Add", [update, state], f"{name}.sum", domain=""))


def _factors(seen: Range, matrices: Sequence[Floats]) -> Floats:
    """What evens out the channels of a state at the cost of the matrices, each taking half."""
    heaviest = np.max([np.abs(matrix).max(axis=0) for matrix in matrices], axis=0)
    factors = np.sqrt(np.maximum(seen.loudness, 1e-4) / np.maximum(heaviest, 1e-5))
    even: Floats = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    return even
