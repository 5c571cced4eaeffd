"""A file from outside, read without trusting it.

What it says it is (its suffix) must be what it is (its first bytes). Files are limited before
they are opened, what they unpack to is limited before it is unpacked, and reading is cut off
after a while: web pages, PDF and Word files are parsed in a process of their own, whose memory is
limited, so that a file made to hang or to swell takes nothing with it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from zhihuan.library.importing.block import Block, UnreadableDocument
from zhihuan.library.importing.pdf import read_pdf
from zhihuan.library.importing.plain_text import read_markdown, read_text
from zhihuan.library.importing.web_page import read_web_page
from zhihuan.library.importing.word import read_word

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 400_000
_SECONDS = 40
_MEMORY = 1_500_000_000

_READERS: dict[str, Callable[[bytes], list[Block]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".docx": read_word,
    ".pdf": read_pdf,
}
SUFFIXES = tuple(_READERS)
_BEGINNINGS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
_PARSED_APART = {".html", ".htm", *_BEGINNINGS}


@dataclass(frozen=True, slots=True)
class Document:
    """An outside article: its name, its title, its blocks, and the SHA-256 of the file."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    digest: str


def read_document(path: Path) -> Document:
    """The text of `path`. Raises UnreadableDocument, in words for the editor."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        known = "、".join(SUFFIXES)
        raise UnreadableDocument(f"{path.name}：只认 {known}；别的格式请先另存为其中一种")
    try:
        if not path.is_file():
            raise UnreadableDocument(f"{path.name}：没有这个文件，或者它不是一个文件")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(f"{path.name}：超过 {MAX_BYTES // 1_000_000} MB，请拆开")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path.name}：打不开（{error.strerror}）") from error
    beginning = _BEGINNINGS.get(suffix)
    if beginning and not data.startswith(beginning):
        raise UnreadableDocument(f"{path.name}：内容不是 {suffix} 文件，也可能已经损坏")
    blocks = (
        _read_apart(path, suffix) if suffix in _PARSED_APART else _read(data, suffix, path.name)
    )
    if sum(len(block.text) for block in blocks) > MAX_CHARACTERS:
        raise UnreadableDocument(f"{path.name}：超过 {MAX_CHARACTERS // 10_000} 万字，请拆开")
    if not blocks:
        raise UnreadableDocument(f"{path.name}：里面没有文字；扫描件请先做文字识别")
    title = next((b.text for b in blocks if b.kind == "heading"), blocks[0].text)
    return Document(path.name, title[:80], tuple(blocks), hashlib.sha256(data).hexdigest())


def _read(data: bytes, suffix: str, name: str) -> list[Block]:
    try:
        return _READERS[suffix](data)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}：{error}") from error
    except RecursionError as error:
        raise UnreadableDocument(f"{name}：嵌套太深，读不出来") from error


def _read_apart(path: Path, suffix: str) -> list[Block]:
    """Read in a process of its own, limited in time and memory."""
    command = [sys.executable, "-m", __name__, str(path.resolve()), suffix]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            f"{path.name}：读了 {_SECONDS} 秒还没读完，文件可能有问题"
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:  # it was stopped: out of memory, or a crash in a C library
        raise UnreadableDocument(
            f"{path.name}：读不出来，文件可能已经损坏，或者展开后太大"
        ) from error
    if "error" in answer:
        raise UnreadableDocument(f"{path.name}：{answer['error']}")
    return [Block(**block) for block in answer["blocks"]]


def _main(path: str, suffix: str) -> None:
    """The process that `_read_apart` starts: blocks, or what is wrong, as JSON."""
    try:
        import resource
    except ImportError:  # not on Windows; the time limit still holds
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answer: dict[str, object]
    try:
        answer = {"blocks": [asdict(block) for block in _READERS[suffix](Path(path).read_bytes())]}
    except UnreadableDocument as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "展开后太大，请拆开"}
    except Exception:  # whatever a parser trips over, the file is what is wrong
        answer = {"error": "读不出来，文件可能已经损坏"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(*sys.argv[1:3])
