"""How often a short follow-up finds the article that answers it, in the middle of a conversation.

The floor is what was measured when it was committed, less two cases for rounding between machines.
"""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from zhihuan.conversation.events import Finished

if TYPE_CHECKING:
    from zhihuan.composition import Services

CASES = Path(__file__).parents[1] / "evals" / "conversation" / "follow_ups_held_out.yaml"
FLOOR = 0.72


def test_what_is_asked_after_is_found(services: Services) -> None:
    cases = yaml.safe_load(CASES.read_text("utf-8"))
    assert len(cases) == 120
    found = 0
    for case in cases:
        conversation = secrets.token_hex(16)
        for number, turn in enumerate(case["turns"]):
            *_, last = services.conversations.ask(
                turn["say"],
                as_of=date.fromisoformat(str(case["as_of"])),
                message_id=f"m{number}",
                conversation_id=conversation,
            )
        assert isinstance(last, Finished)
        cited = {citation["slug"] for citation in last.answer["citations"]}
        found += not cited.isdisjoint(case["turns"][-1]["expect"]["cites"])
    assert found / len(cases) >= FLOOR
