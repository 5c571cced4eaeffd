"""The encoder as an ONNX network, in float32; `quantised` makes the int8 one of it.

Texts of the same number of tokens run together, without padding, so that no mask is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.e5.packed import BLOCK, Packed

if TYPE_CHECKING:
    from onnx import ModelProto


def network(packed: Packed, kept: NDArray[np.int64]) -> ModelProto:
    """The encoder in float32.

    Input ``input_ids``, int64 (texts, tokens), without padding; output ``token_embeddings``,
    float32 (texts, tokens, hidden). Attention, and bias with GELU, are onnxruntime's fused
    operators.
    """
    return Network(packed).model(kept)


class Network:
    """Collects nodes and weights; each method appends one step and returns its output's name."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def model(self, kept: NDArray[np.int64]) -> ModelProto:
        from onnx import TensorProto, helper

        state = self.embeddings(kept)
        for layer in range(self.packed.layers):
            state = self.layer(layer, state)
        self.node("Identity", [state], "token_embeddings", domain="")
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
        states = helper.make_tensor_value_info(
            "token_embeddings", TensorProto.FLOAT, ["texts", "tokens", self.packed.hidden]
        )
        graph = helper.make_graph(
            self.nodes, "multilingual-e5-small", [ids], [states], self.weights
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

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
        biases = [self.bias(f"{name}.{part}.b") for part in "qkv"]
        joined = self.constant(f"{name}.qkv.b", np.concatenate(biases))
        context = self.node(
            "MultiHeadAttention",
            [query, key, value, joined],
            f"{name}.context",
            num_heads=self.packed.heads,
        )
        attended = self.matmul(f"{name}.ao", context, hidden)
        state = self.residual(f"{name}.aln", attended, state, f"{name}.ao.b")
        inner = self.matmul(f"{name}.fi", state, hidden)
        inner = self.node("BiasGelu", [inner, self.vector(f"{name}.fi.b")], f"{name}.gelu")
        outer = self.matmul(f"{name}.fo", inner, self.packed.intermediate)
        return self.residual(f"{name}.oln", outer, state, f"{name}.fo.b")

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
        """The table keeps its 4-bit values, a byte each: onnxruntime reads pairs of them slowly."""
        from onnx import TensorProto

        nibbles, scales = self.packed.blocks("emb.word", self.packed.hidden)
        blocks = (nibbles[kept].astype(np.int8) - np.int8(8)).reshape(len(kept), -1, BLOCK)
        table, sizes = (
            self.constant("words", blocks),
            self.constant("scales", scales[kept, :, None]),
        )
        rows = self.node("Gather", [table, "input_ids"], "word_blocks", domain="")
        rows = self.node("Cast", [rows], "word_floats", domain="", to=TensorProto.FLOAT)
        scale = self.node("Gather", [sizes, "input_ids"], "word_scales", domain="")
        rows = self.node("Mul", [rows, scale], "word_values", domain="")
        shape = self.constant("word_shape", np.array([0, 0, self.packed.hidden]))
        return self.node("Reshape", [rows, shape], "word_rows", domain="")

    def matmul(self, name: str, state: str, width: int) -> str:
        """``state`` (…, width) times the transposed matrix ``name``.w, without the bias."""
        matrix = self.constant(f"{name}.w", self.packed.floats(f"{name}.w", width).T)
        return self.node("MatMul", [state, matrix], name, domain="")

    def floats(self, name: str) -> NDArray[np.float32]:
        return self.packed.floats(name, self.packed.hidden)

    def bias(self, name: str) -> NDArray[np.float32]:
        """The one row of a tensor, however long."""
        row: NDArray[np.float32] = self.packed.floats(name, self.packed.directory[name][1])[0]
        return row

    def vector(self, name: str) -> str:
        return self.constant(name, self.bias(name))

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
