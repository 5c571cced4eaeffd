"""The tokenizer, over the Chinese and English part of the vocabulary."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from zhihuan.library.e5.packed import Packed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS: Final = 512
"""Longest input in tokens, prompt and the two specials included; the rest is cut off."""

SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
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
