"""The same weights in float32, by the names that ``transformers`` gives them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.e5.packed import Packed, dequantised


def torch_weights(packed: Packed, kept: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
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
