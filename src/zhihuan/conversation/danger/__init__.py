"""Is a life in danger? Asked of every message, before anything else is.

    message → reading ─┬─▶ lexicon    what is said plainly, by rules            ─┐
                       ├─▶ likeness   what resembles it, by known expressions   ─┼─▶ Danger
                       └─▶ course     what adds up over the turns               ─┘

What is looked for stands in `lexicon.yaml`, `prototypes.yaml` and `course.yaml`, what is answered
in `crisis_script.yaml`: words for people to review; no language model reads or writes them.
A missed call for help is worse than one question too many, and an idiom taken for one
makes us useless: 累死了 is not a crisis, and neither is 激活不了.
"""

from zhihuan.conversation.danger.assessing import assess
from zhihuan.conversation.danger.course import fixed_answer
from zhihuan.conversation.danger.finding import SAFE, Danger, Kind, Level, Script
from zhihuan.conversation.danger.likeness import Likeness
from zhihuan.conversation.danger.reading import reading
from zhihuan.conversation.danger.script import MissingContact, crisis_lines, crisis_text

__all__ = [
    "SAFE",
    "Danger",
    "Kind",
    "Level",
    "Likeness",
    "MissingContact",
    "Script",
    "assess",
    "crisis_lines",
    "crisis_text",
    "fixed_answer",
    "reading",
]
