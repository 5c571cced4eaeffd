"""Pictures of the main states, answered by the real brain: `make screenshots`.

Needs an index in ZHIHUAN_DATA (`zhihuan index`); nothing is written there.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from playwright.sync_api import sync_playwright

from tests.ui.conftest import CHROMIUM, FLAGS, Visitor
from zhihuan.conversation.message import new_id
from zhihuan.settings import Settings
from zhihuan.web.app import create_app

TO = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST = 150_000
LATE = "我白条欠了3200，逾期45天了，会怎么样"


def late(visitor: Visitor) -> None:
    visitor.ask(LATE)


def cost(visitor: Visitor) -> None:
    late(visitor)
    visitor.page.get_by_role("button", name="看测算").first.click()
    visitor.page.get_by_role("slider").press("PageUp")
    _top(visitor, "[data-calculation]")


def plans(visitor: Visitor) -> None:
    late(visitor)
    visitor.ask("我每月最多拿400")
    visitor.page.get_by_role("button", name="看测算").last.click()
    _top(visitor, "[data-calculation]")


def citation(visitor: Visitor) -> None:
    late(visitor)
    visitor.page.get_by_role("button", name="依据 1").first.click()
    visitor.page.get_by_role("dialog", name="依据 1").wait_for()


def hand_off(visitor: Visitor) -> None:
    late(visitor)
    visitor.page.get_by_role("button", name="转人工").first.click()
    visitor.answered()
    visitor.page.get_by_role("button", name="同意，转给真人").wait_for()


def crisis(visitor: Visitor) -> None:
    visitor.ask("我不想活了")


def real(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="这是真的吗").first.click()
    visitor.page.get_by_label("收到的短信").fill(
        "我是法院的，今天18点前把钱转到安全账户，不然马上拘留你"
    )
    visitor.page.get_by_role("button", name="看一看").click()
    visitor.page.get_by_role("heading", name="怎么自己核实").wait_for()
    visitor.page.get_by_text("现在先做这一件").scroll_into_view_if_needed()


def timeline(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="我的时间线").first.click()
    visitor.page.get_by_label("还款日（没").fill("2026-10-05")
    visitor.page.get_by_role("button", name="算一下").last.click()
    visitor.page.get_by_text("从还款日起").wait_for()
    visitor.page.locator(".timeline").last.evaluate("(it) => it.scrollIntoView()")


def console(visitor: Visitor) -> None:
    """What was handed over, at the agents' console, with a reply that must not go out as it is."""
    for text in ("催收给我家里人打电话怎么办", "我不想活了"):
        _hands_over(visitor, text)
    hand_off(visitor)
    visitor.page.get_by_role("button", name="同意，转给真人").click()
    visitor.page.get_by_text("排上队").first.wait_for()
    visitor.page = visitor.tab(f"{visitor.page.url}console")
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.page.locator("[data-brief]").filter(has_text="3200").press("Enter")
    visitor.page.get_by_role("button", name="整段插入").wait_for()
    visitor.page.get_by_label("回复", exact=True).fill(
        "您好，您的情况我看到了。再不还钱，我们只能去您单位找您谈。"
    )
    visitor.page.locator(".findings").wait_for()
    visitor.page.get_by_role("heading", name="建议回复").scroll_into_view_if_needed()


DESK = {"width": 1000, "height": 740}
PICTURES: tuple[tuple[str, Callable[[Visitor], None] | None, dict[str, Any]], ...] = (
    ("page", None, {"height": 960}),
    ("answer", late, DESK),
    ("cost", cost, DESK),
    ("plans", plans, DESK),
    ("citation", citation, DESK),
    ("hand-off", hand_off, DESK),
    ("timeline", timeline, DESK),
    ("dark", late, {**DESK, "color_scheme": "dark"}),
    ("console", console, {}),
    ("phone-answer", late, {"width": 375}),
    ("phone-plans", plans, {"width": 375}),
    ("phone-crisis", crisis, {"width": 375}),
    ("phone-real", real, {"width": 375}),
)


def main() -> int:
    """Take them all; 1 where one is too large."""
    settings = Settings()
    TO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as run:
        data = Path(folder)
        shutil.copytree(settings.data / "index", data / "index")
        app = create_app(settings.model_copy(update={"data": data, "hand_off": "queue"}))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started or not app.state.opening.finished.is_set():
            time.sleep(0.2)
        if app.state.opening.failure:
            print(app.state.opening.failure)  # noqa: T201
            return 1
        port = server.servers[0].sockets[0].getsockname()[1]
        browser = run.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, state, how in PICTURES:
            scale = {"device_scale_factor": 1.5 if how.get("width") == 375 else 1}
            url = f"http://127.0.0.1:{port}/"
            visitor = Visitor(browser, url, wait=state is not None, **how, **scale)
            if state is not None:
                state(visitor)
            visitor.page.wait_for_timeout(700)
            picture = visitor.page.screenshot(animations="disabled")
            (TO / f"{name}.png").write_bytes(repacked(picture))
            visitor.close()
        browser.close()
        server.should_exit = True
    large = [path.name for path in TO.glob("*.png") if path.stat().st_size > LARGEST]
    return 1 if large else 0


def repacked(png: bytes) -> bytes:
    """The same picture with at most 256 colours: text in greys needs no more, and is a third."""
    chunks, at = {}, 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        name = png[at + 4 : at + 8]
        chunks[name] = chunks.get(name, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    width, height = (int.from_bytes(chunks[b"IHDR"][k : k + 4], "big") for k in (0, 4))
    depth = 4 if chunks[b"IHDR"][9] == 6 else 3
    rows = _unfiltered(zlib.decompress(chunks[b"IDAT"]), width * depth, depth)
    pixels = np.frombuffer(b"".join(rows), np.uint8).reshape(height, width, depth)[:, :, :3]
    every, at, count = np.unique(
        pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32),
        return_inverse=True,
        return_counts=True,
    )
    # The colours of large areas as they are, and of the others the nearest of these.
    colours = np.stack([every >> 16, every >> 8 & 255, every & 255], 1).astype(np.int32)
    most = colours[np.argsort(-count, kind="stable")[:256]]
    near = np.array([((most - each) ** 2).sum(1).argmin() for each in colours], np.uint8)
    palette = most.astype(np.uint8).tobytes()
    lines = near[at.reshape(height, width)]
    data = zlib.compress(b"".join(b"\0" + line.tobytes() for line in lines), 9)
    header = chunks[b"IHDR"][:8] + bytes([8, 3, 0, 0, 0])
    return png[:8] + b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in (
            (b"IHDR", header), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""),
        )
    )  # fmt: skip


def _unfiltered(data: bytes, size: int, step: int) -> Iterator[bytes]:
    """The rows of a picture, their filters undone (PNG specification, section 9)."""
    above = bytearray(size)
    for start in range(0, len(data), size + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + size])
        for at in range(size) if kind else ():
            left = row[at - step] if at >= step else 0
            corner = above[at - step] if at >= step else 0
            if kind == 4:
                near = left + above[at] - corner
                best = min((left, above[at], corner), key=lambda each: abs(near - each))
            else:
                best = (0, left, above[at], (left + above[at]) // 2)[kind]
            row[at] = (row[at] + best) & 255
        above = row
        yield bytes(row)


def _hands_over(visitor: Visitor, text: str) -> None:
    """Somebody else, who is already waiting."""
    server, request = visitor.page.url, visitor.context.request
    asked = {"text": text, "message_id": new_id()}
    answer = request.post(
        f"{server}v1/chat", data=asked, headers={"Accept": "application/json"}
    ).json()
    address = f"{server}v1/conversations/{answer['conversation_id']}/hand-off"
    assert request.post(address, data={"message_id": new_id()}).ok


def _top(visitor: Visitor, what: str) -> None:
    visitor.page.locator(what).last.evaluate("(it) => it.scrollIntoView()")


if __name__ == "__main__":
    sys.exit(main())
