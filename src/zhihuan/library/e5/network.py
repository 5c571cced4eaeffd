"""The encoder as an ONNX network for one text at a time, in float32 and in int8.

Matrices are int8 per output channel with activations quantised as they come, the word table keeps
its 4-bit blocks. Weights use 7 of the 8 bits, since on processors without VNNI the products of
full-range bytes saturate.

What GELU lets through has a few channels far louder than the rest; one scale for all would leave
the quiet ones hardly a bit. The loudest are multiplied in float32 (Dettmers et al., LLM.int8(),
NeurIPS 2022), which costs a fiftieth of the matrix. Which they are hardly depends on the text, so
a few sentences tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.e5.packed import BLOCK, Packed

if TYPE_CHECKING:
    from onnx import ModelProto
    from tokenizers import Tokenizer

Channels = NDArray[np.int64]

# Measured on 600 texts of the knowledge base: with 32, mean cosine to float32 .999; with 128 the
# same; with none .997 and, at worst, .990.
LOUD: Final = 32
# Any ordinary sentences of the kind to be embedded, long and short, with figures and without.
_SAMPLES: Final = (
    "query: 逾期三个月会被起诉吗",
    "query: 最低还款",
    "query: 我今年23岁，失业3个月了，欠8,000元，每月能还500元。",
    "query: How is the annual percentage rate of an instalment plan worked out?",
    "passage: 先打官方客服说明困难，问能不能重新安排还款，记下工单号。",
    "passage: 账单日、还款日和宽限期，以您的合同为准。打电话以前，把欠款写在一张纸上。",
)


def network(packed: Packed, kept: NDArray[np.int64]) -> ModelProto:
    """The encoder in float32.

    Input ``input_ids``, int64 (1, tokens): one text, without padding; output
    ``token_embeddings``, float32 (1, tokens, hidden). Attention, and bias with GELU, are
    onnxruntime's fused operators.
    """
    return _Network(packed).model(kept)


def loud_channels(packed: Packed, kept: NDArray[np.int64], cut: Tokenizer) -> list[Channels]:
    """For each layer, the ids of the :data:`LOUD` loudest channels behind GELU, ascending."""
    import onnxruntime
    from onnx import TensorProto, helper

    model = network(packed, kept)
    outputs = [f"l{layer}.gelu" for layer in range(packed.layers)]
    for name in outputs:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    loudness = np.zeros((packed.layers, packed.intermediate), np.float32)
    for sample in _SAMPLES:
        states = session.run(outputs, {"input_ids": np.array([cut.encode(sample).ids])})
        loudness = np.maximum(loudness, np.stack([np.abs(state[0]).max(0) for state in states]))
    return [np.sort(np.argsort(-layer, kind="stable")[:LOUD]) for layer in loudness]


def write_quantised(
    packed: Packed, kept: NDArray[np.int64], loud: Sequence[Channels], path: Path
) -> None:
    """Write the network of :func:`network` with int8 matrices, all but those of `loud`.

    Activations get one scale for a whole run, so a text's vector would depend on what runs with
    it: one text at a time.
    """
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = _Network(packed, loud).model(kept)
    quantize_dynamic(
        model,
        path,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[node.name for node in model.graph.node if node.name.endswith(_LOUD)],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # Types cannot be inferred through onnxruntime's own operators; all of them give floats.
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


_LOUD: Final = ".loud"


class _Network:
    """Collects nodes and weights; each method appends one step and returns its output's name."""

    def __init__(self, packed: Packed, loud: Sequence[Channels] = ()) -> None:
        self.packed = packed
        self.loud = loud
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def model(self, kept: NDArray[np.int64]) -> ModelProto:
        from onnx import TensorProto, helper

        state = self.embeddings(kept)
        for layer in range(self.packed.layers):
            state = self.layer(layer, state)
        self.node("Identity", [state], "token_embeddings", domain="")
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
        states = helper.make_tensor_value_info(
            "token_embeddings", TensorProto.FLOAT, [1, "tokens", self.packed.hidden]
        )
        graph = helper.make_graph(
            self.nodes, "multilingual-e5-small", [ids], [states], self.weights
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10)
        # The quantiser otherwise warns that fusing should come first; here nothing is left to fuse.
        helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
        return model

    def embeddings(self, kept: NDArray[np.int64]) -> str:
        words = self.words(kept)
        # Every token is of type 0, so the type's row is folded into the positions.
        positions = self.floats("emb.pos") + self.floats("emb.type")[0]
        shape = self.node("Shape", ["input_ids"], "length", domain="", start=1, end=2)
        zero = self.constant("zero", np.zeros(1, np.int64))
        table = self.constant("positions", positions)
        rows = self.node("Slice", [table, zero, shape], "position_rows", domain="")
        total = self.node("Add", [words, rows], "embedded", domain="")
        return self.normed("emb.ln", total)

    def layer(self, layer: int, state: str) -> str:
        name, hidden = f"l{layer}", self.packed.hidden
        query, key, value = (self.matmul(f"{name}.{part}", state, hidden) for part in "qkv")
        biases = [self.packed.floats(f"{name}.{part}.b", hidden)[0] for part in "qkv"]
        joined = self.constant(f"{name}.qkv.b", np.concatenate(biases))
        context = self.node(
            "MultiHeadAttention",
            [query, key, value, joined],
            f"{name}.context",
            num_heads=self.packed.heads,
        )
        attended = self.matmul(f"{name}.ao", context, hidden)
        state = self.residual(f"{name}.aln", attended, state, f"{name}.ao.b")
        outer = self.feed_forward(layer, state)
        return self.residual(f"{name}.oln", outer, state, f"{name}.fo.b")

    def feed_forward(self, layer: int, state: str) -> str:
        """Up, GELU and down again; where some channels are loud, these come first and apart."""
        name, hidden, wide = f"l{layer}", self.packed.hidden, self.packed.intermediate
        loud = self.loud[layer] if self.loud else np.zeros(0, np.int64)
        order = np.concatenate([loud, np.setdiff1d(np.arange(wide), loud)])
        up = self.packed.floats(f"{name}.fi.w", hidden)[order].T
        down = self.packed.floats(f"{name}.fo.w", wide)[:, order].T
        inner = self.product(f"{name}.fi", state, up)
        bias = self.constant(f"{name}.fi.b", self.packed.floats(f"{name}.fi.b", wide)[0][order])
        inner = self.node("BiasGelu", [inner, bias], f"{name}.gelu")
        first = len(loud)
        if not first:
            return self.product(f"{name}.fo", inner, down)
        sizes = self.constant(f"{name}.sizes", np.array([first, wide - first]))
        few, many = f"{name}.few", f"{name}.many"
        self.add("Split", [inner, sizes], [few, many], "", {"axis": -1})
        products = [
            self.product(f"{name}.fo{_LOUD}", few, down[:first]),
            self.product(f"{name}.fo", many, down[first:]),
        ]
        return self.node("Add", products, f"{name}.fo.sum", domain="")

    def residual(self, name: str, update: str, state: str, bias: str) -> str:
        """Layer norm of update + bias + state; the fused operator for it is slower than its parts."""
        update = self.node("Add", [update, self.vector(bias)], f"{name}.update", domain="")
        return self.normed(name, self.node("Add", [update, state], f"{name}.sum", domain=""))

    def normed(self, name: str, state: str) -> str:
        inputs = [state, self.vector(f"{name}.w"), self.vector(f"{name}.b")]
        return self.node(
            "LayerNormalization",
            inputs,
            f"{name}.out",
            domain="",
            axis=-1,
            epsilon=self.packed.epsilon,
        )

    def words(self, kept: NDArray[np.int64]) -> str:
        from onnx import TensorProto, helper

        nibbles, scales = self.packed.blocks("emb.word", self.packed.hidden)
        nibbles, scales = nibbles[kept], scales[kept]
        # Flipping a nibble's top bit turns "minus 8" into two's complement, i.e. INT4 as ONNX has it.
        self.weights.append(
            helper.make_tensor(
                "words",
                TensorProto.INT4,
                nibbles.shape,
                _pairs(nibbles ^ np.uint8(8)).tobytes(),
                raw=True,
            )
        )
        inputs = ["words", "input_ids", self.constant("word_scales", scales)]
        return self.node(
            "GatherBlockQuantized",
            inputs,
            "word_rows",
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )

    def matmul(self, name: str, state: str, width: int) -> str:
        """``state`` (…, width) times the transposed matrix ``name``.w, without the bias."""
        return self.product(name, state, self.packed.floats(f"{name}.w", width).T)

    def product(self, name: str, state: str, matrix: NDArray[np.float32]) -> str:
        matrix_name = self.constant(f"{name}.w", matrix)
        return self.node("MatMul", [state, matrix_name], name, domain="")

    def floats(self, name: str) -> NDArray[np.float32]:
        return self.packed.floats(name, self.packed.hidden)

    def vector(self, name: str) -> str:
        return self.constant(name, self.floats(name)[0])

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        kind: str,
        inputs: Sequence[str],
        output: str,
        *,
        domain: str = "com.microsoft",
        **attributes: Any,
    ) -> str:
        self.add(kind, inputs, [output], domain, attributes)
        return output

    def add(
        self,
        kind: str,
        inputs: Sequence[str],
        outputs: Sequence[str],
        domain: str,
        attributes: dict[str, Any],
    ) -> None:
        from onnx import helper

        self.nodes.append(
            helper.make_node(kind, inputs, outputs, outputs[0], domain=domain, **attributes)
        )


def _pairs(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Neighbouring nibbles in one byte, the earlier one low."""
    paired: NDArray[np.uint8] = nibbles[:, 0::2] | (nibbles[:, 1::2] << np.uint8(4))
    return paired
