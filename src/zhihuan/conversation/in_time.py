"""What comes piece by piece, as long as it comes in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import Empty, SimpleQueue


def in_time(pieces: Iterator[str], seconds: float) -> Iterator[str]:
    """The pieces, as long as they come in time. Raises TimeoutError.

    They are made in a thread of their own, because a server that says nothing, or nothing of
    use, cannot be interrupted; what it says too late is dropped.
    """
    made: SimpleQueue[str | Exception | None] = SimpleQueue()
    late = threading.Event()

    def make() -> None:
        try:
            for piece in pieces:
                if late.is_set():
                    return
                made.put(piece)
            made.put(None)
        except Exception as error:
            made.put(error)
        except BaseException as error:  # a library's own panic must not leave anyone waiting
            made.put(RuntimeError(type(error).__name__))

    threading.Thread(target=make, daemon=True).start()
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                piece = made.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise TimeoutError("the brain took longer than a turn may take") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        late.set()
