"""What the README tells a stranger to run, run."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import serving
from tests.web.keyed import keyed
from zhihuan.conversation.message import new_id

if TYPE_CHECKING:
    from zhihuan.composition import Services

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def python(name: str) -> Any:
    """The function of this name, as the README has it."""
    (block,) = (b for b in re.findall(r"```python\n(.*?)```", README, re.S) if f"def {name}(" in b)
    namespace: dict[str, Any] = {}
    exec(block, namespace)
    return namespace[name]


def test_a_token_made_as_the_readme_says_opens_the_widgets_side(
    services: Services, tmp_path: Path
) -> None:
    with keyed(services, tmp_path) as shop:
        token = python("user_token")(shop.texts["server"], "user-7")
        assert shop.call("GET", "/v1/topics", token).status_code == 200
        other = python("user_token")(shop.texts["agent"], "user-7")
        assert shop.call("GET", "/v1/topics", other).status_code == 401


def test_the_readmes_python_asks_and_is_answered(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop, serving(shop.client.app) as url:  # type: ignore[arg-type]
        answer = python("ask")(url, shop.texts["server"], "逾期会坐牢吗", new_id())
        assert answer["kind"] == "answer" and answer["citations"]


def test_the_readmes_openai_client_is_answered(services: Services, tmp_path: Path) -> None:
    with keyed(services, tmp_path) as shop, serving(shop.client.app) as url:  # type: ignore[arg-type]
        talk = [{"role": "user", "content": "逾期会坐牢吗"}]
        answer = python("ask_openai")(url, shop.texts["server"], talk)
        assert "[1]" in answer and "依据：" in answer


COMMANDS = re.findall(r"^curl (?:.*\\\n)*.*", README, re.M)


def test_every_curl_command_of_the_readme_is_answered(services: Services, tmp_path: Path) -> None:
    assert len(COMMANDS) >= 5
    with keyed(services, tmp_path) as shop:
        for command in COMMANDS:
            words = shlex.split(command.replace("\\\n", " "))
            address = next(
                re.sub(r"^(https?://)?[^/]+", "", each) for each in words if "/v1/" in each
            )
            assert address.isascii(), "curl sends it as it is, and no server takes that"
            options = list(pairwise(words))
            headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
            data = [value for option, value in options if option in ("-d", "--data-urlencode")]
            more: dict[str, Any] = {"content": "&".join(data)}
            if "-G" in words:
                more = {"params": dict(each.split("=", 1) for each in data)}
            method = "POST" if data and "-G" not in words else "GET"
            # Before any key is made this machine is served without one; here there are some.
            found = shop.call(method, address, "server", headers=headers, **more)
            assert found.status_code == 200, command
            assert found.text not in ("", "[]", "{}"), command


@pytest.mark.parametrize("address", sorted(set(re.findall(r"zhihuan\.example(/[^'\" ]*)", README))))
def test_every_address_that_the_readme_names_is_there(
    services: Services, tmp_path: Path, address: str
) -> None:
    with keyed(services, tmp_path) as shop:
        if address.endswith("?q="):
            address += "逾期会坐牢吗"
        method = "POST" if address == "/v1/chat" else "GET"
        assert shop.call(method, address, "server", json=None).status_code != 404, address
