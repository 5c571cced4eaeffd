"""Texts to vectors, with a sentence-transformers model: the one file that imports it.

``"embedded"``, the default, is multilingual-e5-small as :mod:`zhihuan.library.e5` unpacks it, run by
onnxruntime. Any other setting is a sentence-transformers folder or a name on the model hub; only for
such a name may this process go online. Code that a model brings along is never run.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from zhihuan.library import e5
from zhihuan.library.e5 import ModelUnavailable, quiet

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

__all__ = ["EMBEDDED", "Embedder", "ModelUnavailable", "open_embedder", "quiet"]

EMBEDDED: Final = "embedded"
BATCH: Final = 32
# The embedded model runs texts of one length together, so that more of them find company.
_EMBEDDED_BATCH: Final = 256
# Tokens in one run: enough to share the reading of the weights, few enough to stay near the core.
_RUN_TOKENS: Final = 192
Ids = NDArray[np.int64]
_HUB_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_SAMPLE: Final = 4096
# From here on runs are spread over the threads instead of each being shared by them.
_MANY: Final = 8


class Embedder:
    """A ``SentenceTransformer`` together with the prompts that its queries and passages take.

    Attributes:
        model: the wrapped ``SentenceTransformer``.
        name: identity to store beside vectors: setting, dimension, prompts and a fingerprint of
            weights and configuration. Vectors may be compared exactly when the names are equal.
            A folder enters with its last part only, so an index may move with its model.
        dimension: length of a vector.
    """

    model: SentenceTransformer
    name: str
    dimension: int

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        setting: str,
        fingerprint: str,
        batch: int = BATCH,
    ) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            dimension = int(model.encode(["字"], show_progress_bar=False).shape[1])
        self.model = model
        self.dimension = dimension
        # encode() sorts by length before it cuts batches, so short texts are not padded to long ones.
        self._encode: dict[str, Any] = {
            "batch_size": batch,
            "normalize_embeddings": True,
            "convert_to_numpy": True,
            "show_progress_bar": False,
        }
        self._query = model.prompts.get("query") or ""
        # sentence-transformers' encode_document would stop at its own empty "document" and so
        # miss the prompt of models that call it "passage".
        names = ("document", "passage", "corpus")
        self._passage = next((p for p in map(model.prompts.get, names) if p), "")
        self.name = " ".join(
            [
                setting,
                f"dimension={dimension}",
                f"query={json.dumps(self._query, ensure_ascii=False)}",
                f"passage={json.dumps(self._passage, ensure_ascii=False)}",
                f"sha256={fingerprint[:32]}",
            ]
        )

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimension) of length 1 of what users ask, under the query prompt."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _float32(self.model.encode_query(list(texts), prompt=self._query, **self._encode))

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimension) of length 1 of what is searched, under the passage prompt."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _float32(
            self.model.encode_document(list(texts), prompt=self._passage, **self._encode)
        )


class _Embedded(Embedder):
    """One question at a time is what people wait for: it goes through the modules alone.

    Around them `encode` spends a millisecond and a half on what only other models need.
    """

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) != 1:
            return super().queries(texts)
        import torch

        with torch.inference_mode():
            features = self.model[0].preprocess(list(texts), prompt=self._query)
            for module in self.model:
                features = module(features)
            # Once more, as `encode` does: the last digit must not depend on the way.
            vectors = torch.nn.functional.normalize(features["sentence_embedding"])
        return _float32(vectors.numpy())


def _float32(vectors: Any) -> NDArray[np.float32]:
    result: NDArray[np.float32] = np.asarray(vectors, dtype=np.float32)
    return result


def open_embedder(
    model: str = EMBEDDED,
    *,
    cache: Path,
    progress: Callable[[str], None] = quiet,
    threads: int | None = None,
) -> Embedder:
    """Open an embedding model; imports sentence-transformers, which takes seconds.

    Args:
        model: ``"embedded"``, a folder, or a name on the model hub such as
            ``BAAI/bge-small-zh-v1.5``.
        cache: the embedded model is built in ``models`` below it when first needed.
        progress: receives short Chinese lines, for instance while building.
        threads: processor threads of the embedded model; by default 2, or 1 on a single core.

    Raises:
        ModelUnavailable: nothing there, not a model, not downloadable, or not buildable.
    """
    if model == EMBEDDED:
        folder = e5.build(cache / "models" / e5.FOLDER_NAME, progress)
        progress("正在载入内置的向量模型……")
        return _open_embedded(folder, threads or min(2, os.cpu_count() or 1))
    source, online = _locate(model)
    progress(
        "正在载入指定的向量模型……" if not online else "正在载入指定的向量模型(必要时联网下载)……"
    )
    return _open_other(model, source, online)


def _locate(model: str) -> tuple[str, bool]:
    """What to hand to sentence-transformers, and whether it is a name on the hub."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return str(folder), False
    if _HUB_NAME.fullmatch(model):
        return model, True
    raise ModelUnavailable("找不到指定的向量模型:它既不是存在的文件夹,也不是模型库里的名字。")


def _set_network(online: bool) -> None:
    """Tell the Hugging Face libraries whether they may go online, imported already or not."""
    offline = "0" if online else "1"
    os.environ.update(
        HF_HUB_OFFLINE=offline,
        TRANSFORMERS_OFFLINE=offline,
        HF_HUB_DISABLE_TELEMETRY="1",
        DO_NOT_TRACK="1",
    )
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is not None:  # it read the environment when it was imported
        vars(constants).update(HF_HUB_OFFLINE=not online, HF_HUB_DISABLE_TELEMETRY=True)


def _open_other(setting: str, source: str, online: bool) -> Embedder:
    _set_network(online)
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(source, trust_remote_code=False, local_files_only=not online)
    except Exception as error:  # whatever a stranger's files provoke, the setting is what is wrong
        hint = "请检查网络和名字" if online else "请检查文件夹的内容"
        raise ModelUnavailable(f"指定的向量模型打不开。{hint},或改用内置模型 embedded。") from error
    name = setting if online else Path(source).resolve().name
    return Embedder(model, setting=name, fingerprint=_fingerprint(model))


def _fingerprint(model: SentenceTransformer) -> str:
    """Hex SHA-256 of the modules' configurations and a sample of every weight.

    At most 4,096 values of a tensor, evenly spread: training moves nearly all of them, and hashing
    gigabytes at every start would not be worth the rest.
    """
    import torch

    digest = hashlib.sha256(str(model.max_seq_length).encode())
    for module in model:
        config: Any = getattr(module, "get_config_dict", dict)()
        digest.update(f"{type(module).__name__} {json.dumps(config, default=str)}".encode())
    for key, tensor in model.state_dict().items():
        flat = tensor.detach().reshape(-1)
        sample = flat[:: max(1, flat.numel() // _SAMPLE)].to("cpu", torch.float32)
        digest.update(f"{key} {tuple(tensor.shape)}".encode())
        digest.update(sample.numpy().tobytes())
    return digest.hexdigest()


def _open_embedded(folder: Path, threads: int) -> Embedder:
    _set_network(online=False)
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    try:
        network = _onnx_transformer(folder, threads)
        prompts = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
        hidden = json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"]
    except Exception as error:  # onnxruntime and tokenizers raise bare exceptions of their own
        raise ModelUnavailable(
            "内置的向量模型打不开。请删除缓存文件夹里的 models 后重试。"
        ) from error
    model = SentenceTransformer(
        modules=[network, Pooling(hidden, pooling_mode="mean"), Normalize()],
        prompts=prompts["prompts"],
        device="cpu",
        local_files_only=True,
    )
    return _Embedded(
        model, setting=EMBEDDED, fingerprint=e5.fingerprint(folder), batch=_EMBEDDED_BATCH
    )


def _onnx_transformer(folder: Path, threads: int) -> torch.nn.Module:
    """The first module of the embedded model: tokenizer and network, without torch's weights.

    Made inside a function because its base class must not be imported before it is needed.
    """
    import onnxruntime
    import torch
    from tokenizers import Tokenizer

    class OnnxTransformer(torch.nn.Module):  # type: ignore[misc]  # torch is not read by the type checker
        max_seq_length = e5.MAX_TOKENS

        def __init__(self) -> None:
            super().__init__()
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.session = self._session(threads)

        def _session(self, threads: int) -> onnxruntime.InferenceSession:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            # Idle threads must sleep: the same cores serve the pages.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            return onnxruntime.InferenceSession(
                str(folder / e5.NETWORK_NAME), options, providers=["CPUExecutionProvider"]
            )

        @cached_property
        def _many(self) -> onnxruntime.InferenceSession:
            """For many texts: each runs on a thread of its own, which wastes less than sharing."""
            return self._session(1)

        def preprocess(
            self, inputs: list[str], prompt: str | None = None, **_: object
        ) -> dict[str, torch.Tensor]:
            encodings = self.tokenizer.encode_batch([(prompt or "") + text for text in inputs])
            return {
                "input_ids": torch.tensor([e.ids for e in encodings]),
                "attention_mask": torch.tensor([e.attention_mask for e in encodings]),
            }

        def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
            ids = features["input_ids"].numpy()
            lengths = features["attention_mask"].sum(1).numpy()
            runs = _runs(lengths)
            if threads == 1 or len(runs) < _MANY:
                states = [self._run(self.session, ids, lengths, run) for run in runs]
            else:
                session = self._many
                with ThreadPoolExecutor(threads) as pool:
                    states = list(pool.map(lambda run: self._run(session, ids, lengths, run), runs))
            padded = np.zeros((*ids.shape, states[0].shape[-1]), np.float32)
            for run, state in zip(runs, states, strict=True):
                padded[run, : state.shape[1]] = state
            return {**features, "token_embeddings": torch.from_numpy(padded)}

        @staticmethod
        def _run(
            session: onnxruntime.InferenceSession, ids: Ids, lengths: Ids, run: Ids
        ) -> NDArray[np.float32]:
            found: NDArray[np.float32]
            (found,) = session.run(None, {"input_ids": ids[run, : lengths[run[0]]]})
            return found

    return OnnxTransformer()


def _runs(lengths: Ids) -> list[Ids]:
    """Which texts run together: those of one length, a few at a time."""
    runs = []
    for length in np.unique(lengths):
        alike = np.flatnonzero(lengths == length)
        size = max(1, _RUN_TOKENS // int(length))
        runs += [alike[start : start + size] for start in range(0, len(alike), size)]
    return runs
