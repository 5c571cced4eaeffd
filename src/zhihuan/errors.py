"""The root of every error that we raise on purpose.

    ZhihuanError
    ├── InvalidTerms, InvalidAmount …   repayment     a sum that was asked for cannot be
    ├── InvalidArticle, InvalidSource   library       a file of the knowledge base is wrong
    ├── UnknownArticle                  library       nothing by that name
    ├── IndexMissing, IndexMismatch     library       the index must be built, or built again
    ├── ModelUnavailable                library       the embedding model cannot be opened
    ├── InvalidMessage                  conversation  what was sent cannot be read
    ├── TurnInProgress                  records       one turn at a time
    ├── UnknownConversation             records       nothing by that id
    ├── HandOffOver, TakenByAnother …   records       it cannot be handed over, or taken, so
    ├── InvalidHandOff, PacketChanged   conversation  what is to be handed over is not right
    └── PromptError                     conversation  a prompt file is wrong

Each class stands beside what it is about. The message is Chinese, safe to show to a user,
says what to change, and never repeats what a user typed. HTTP statuses are given to these
classes in one table, in `zhihuan.web.errors`.
"""


class ZhihuanError(Exception):
    """Something foreseen went wrong; `str(error)` may be shown to a user."""
