"""A browser, a site to visit with it, and a visitor who notes every complaint."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import expect, sync_playwright

from tests.ui.scripted import Conversation, Cut, Hosts, served
from zhihuan.library.knowledge_base import read_knowledge_base

KNOWLEDGE_BASE = Path(__file__).parents[2] / "knowledge_base"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--disable-lcd-text",
)


PATIENCE = 60_000  # milliseconds: how long a state is waited for, on a machine that may be busy
expect.set_options(timeout=PATIENCE)


@dataclass
class Site:
    url: str
    app: FastAPI
    conversation: Conversation
    cut: Cut


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    base = read_knowledge_base(KNOWLEDGE_BASE)[0]
    app, conversation = served(base, tmp_path_factory.mktemp("ui"))
    cut = Cut(app)
    config = uvicorn.Config(Hosts(cut), port=0, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}/", app, conversation, cut)
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.fail("no chromium on this machine: `make chromium` fetches it")
    with sync_playwright() as run:
        yield run.chromium


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Iterator[Any]:
    opened = chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    yield opened
    opened.close()


class Visitor:
    """A person with a fresh browser, and whatever the browser complained of."""

    def __init__(self, browser: Any, url: str, *, wait: bool = True, **settings: Any) -> None:
        width = settings.pop("width", 1280)
        height = settings.pop("height", 800 if width > 600 else 720)
        phone = width <= 600
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion=settings.pop("reduced_motion", "reduce"),
            is_mobile=phone,
            has_touch=phone,
            **settings,
        )
        self.page = self.tab(url)
        if wait:
            self.open()

    def tab(self, url: str) -> Any:
        """One more tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " (event) => console.error('CSP', event.violatedDirective, event.sample))"
        )
        page.goto(url)
        return page

    def _note(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, page: Any = None) -> None:
        """Press the launcher."""
        page = page or self.page
        page.get_by_role("button", name="还款遇到难处").click()
        page.get_by_label("想问的话").wait_for()

    def ask(self, text: str) -> Any:
        """Send a message and wait for its answer, and not for the end of the one before."""
        answers = self.page.get_by_role("log").locator(".answer")
        before = answers.count()
        self.page.get_by_label("想问的话").fill(text)
        self.page.get_by_role("button", name="发送").click()
        answers.nth(before).wait_for()
        return self.answered()

    def answered(self, page: Any = None) -> Any:
        """The newest answer, once it is complete."""
        page = page or self.page
        page.locator(".log[aria-busy=false]").wait_for()
        page.locator(".live").filter(has_text="回答完成").wait_for(state="attached")
        return page.get_by_role("log").locator(".answer").last

    @property
    def said(self) -> str:
        """What the live region says now."""
        return str(self.page.locator(".live").inner_text())

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visitor(browser: Any, site: Site) -> Iterator[Visitor]:
    one = Visitor(browser, site.url)
    yield one
    one.close()
