"""Keys at rest: made once, shown once, worthless when revoked."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from zhihuan.records.keys import InvalidKey, Keys, UnknownKey, checked_origin, id_in


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "data" / "keys.sqlite")


def test_nothing_is_written_before_the_first_key_is_made(keys: Keys, tmp_path: Path) -> None:
    assert not keys.exist()
    assert keys.all() == [] and keys.find("0" * 12) is None
    assert list(tmp_path.iterdir()) == []


def test_the_text_of_a_key_is_in_no_file(keys: Keys, tmp_path: Path) -> None:
    _, text = keys.make("server", "shop")
    keys.close()
    secret = text.rsplit("_", 1)[1].encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert secret not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_a_key_opens_with_its_own_text_and_with_no_other(keys: Keys) -> None:
    key, text = keys.make("server", "shop")
    _, other = keys.make("server", "shop")
    found = keys.find(id_in(text) or "")
    assert found == key and found is not None
    assert found.opens_with(text)
    for wrong in (other, text[:-1], text + "0", text.upper(), text.replace("sk", "vk"), ""):
        assert not found.opens_with(wrong)


def test_a_revoked_key_is_refused_at_once_by_everyone_who_has_the_file_open(
    keys: Keys, tmp_path: Path
) -> None:
    key, text = keys.make("agent", "desk")
    other_process = Keys(tmp_path / "data" / "keys.sqlite")
    seen = other_process.find(key.id)
    assert seen is not None and seen.opens_with(text)
    keys.revoke(key.id)
    seen = other_process.find(key.id)
    assert seen is not None and not seen.opens_with(text)
    assert other_process.exist()  # all are revoked: nobody may call, and not everybody


def test_revoking_twice_keeps_the_first_day_and_an_unknown_key_is_named_so(keys: Keys) -> None:
    key, _ = keys.make("agent", "desk")
    assert keys.revoke(key.id) == keys.revoke(key.id)
    with pytest.raises(UnknownKey):
        keys.revoke("0" * 12)


def test_a_signature_made_with_the_whole_key_is_checked_without_having_it(keys: Keys) -> None:
    # RFC 2104, 2: a key longer than a block is replaced by its hash. hmac is the oracle.
    key, text = keys.make("server", "shop")
    signature = hmac.new(text.encode(), b"content", hashlib.sha256).digest()
    assert key.signed(b"content", signature)
    assert not key.signed(b"Content", signature)
    assert not key.signed(b"content", signature[:-1])


@pytest.mark.parametrize(
    ("scope", "name", "origins"),
    [
        ("everything", "shop", ()),
        ("server", "", ()),
        ("server", "a b", ()),
        ("server", "x" * 41, ()),
        ("server", "shop", ("https://shop.example",)),
        ("widget", "shop", ()),
        ("widget", "shop", ("shop.example",)),
        ("widget", "shop", ("https://shop.example/page",)),
        ("widget", "shop", ("https://*.example",)),
        ("widget", "shop", ("null",)),
        ("widget", "shop", ("*",)),
    ],
)
def test_a_key_that_cannot_be_is_not_made(
    keys: Keys, scope: str, name: str, origins: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidKey):
        keys.make(scope, name, origins)
    assert not keys.exist()


def test_an_origin_is_kept_as_browsers_write_it() -> None:
    assert checked_origin(" HTTPS://Shop.Example/ ") == "https://shop.example"
    assert checked_origin("http://localhost:3000") == "http://localhost:3000"
    assert checked_origin("http://[::1]:3000") == "http://[::1]:3000"
