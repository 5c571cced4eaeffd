"""The FAQ beyond search: pages, formats, caching, topics, related, schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from markdown_it import MarkdownIt

from zhihuan.clock import CHINA
from zhihuan.library.article import read_article
from zhihuan.library.sources import Source
from zhihuan.web import article_formats, caching

if TYPE_CHECKING:
    from zhihuan.composition import Services

DAY = "2026-11-21"
ASK = "逾期了会怎么样"
OLD = "one-off-credit-relief-open"


def get(site: httpx.Client, path: str, **more: Any) -> httpx.Response:
    params = {"as_of": DAY, **more.pop("params", {})}
    response = site.get(path, params=params, **more)
    assert response.status_code == 200, response.text
    return response


# --- pages and topics


def pages(site: httpx.Client, limit: int, **more: Any) -> Iterator[list[dict[str, Any]]]:
    cursor = None
    for _ in range(100):
        params = {"q": ASK, "limit": limit, **({"cursor": cursor} if cursor else {}), **more}
        found = get(site, "/v1/faq", params=params).json()
        yield found["answers"]
        cursor = found["next"]
        if cursor is None:
            return


def whole(site: httpx.Client, limit: int = 20, **more: Any) -> list[dict[str, Any]]:
    return [answer for page in pages(site, limit, **more) for answer in page]


def test_pages_put_together_are_the_whole_list(site: httpx.Client) -> None:
    every = whole(site)
    slugs = [answer["slug"] for answer in every]
    assert len(slugs) > 3 and len(set(slugs)) == len(slugs)
    for limit in (1, 2, 3):
        parts = list(pages(site, limit))
        assert [answer for page in parts for answer in page] == every
        assert all(len(page) == limit for page in parts[:-1]) and parts[-1]


def test_a_short_page_is_the_beginning_of_a_long_one_whichever_is_asked_for_first(
    site: httpx.Client,
) -> None:
    found: dict[int, list[Any]] = {}
    # Nobody asked this before, so the short page is looked up on its own.
    for limit in (2, 20, 5):
        query = {"q": "还不上了，逾期以后征信和催收会怎么样", "limit": limit}
        found[limit] = site.get("/v1/faq", params=query).json()["answers"]
    assert len(found[20]) > 5
    assert found[2] == found[20][:2] and found[5] == found[20][:5]


@pytest.mark.parametrize("cursor", ["x", "", "....", "AAAA", "LTE", "甲", "9" * 99])
def test_a_cursor_that_is_not_ours_is_refused(site: httpx.Client, cursor: str) -> None:
    response = site.get("/v1/faq", params={"q": ASK, "as_of": DAY, "cursor": cursor})
    # An empty one is none at all.
    assert response.status_code == (422 if cursor else 200)
    if cursor:
        assert response.json()["code"] == "invalid_cursor"


def test_a_cursor_of_another_list_is_refused(site: httpx.Client) -> None:
    cursor = get(site, "/v1/faq", params={"q": ASK, "limit": 1}).json()["next"]
    assert cursor
    for other in ({"q": "分期"}, {"as_of": "2026-01-05"}, {"topic": "court"}):
        params = {"q": ASK, "as_of": DAY, "limit": 1, "cursor": cursor, **other}
        assert site.get("/v1/faq", params=params).json()["code"] == "invalid_cursor"


def test_only_the_topics_that_were_asked_for_are_answered(site: httpx.Client) -> None:
    every = whole(site)
    topics = sorted({answer["topic"] for answer in every})
    assert len(topics) > 1
    for topic in topics:
        assert whole(site, topic=topic) == [a for a in every if a["topic"] == topic]
    assert whole(site, topic=topics) == every
    assert whole(site, topic="nothing") == []


def test_topics_list_what_is_in_force_and_nothing_internal(
    site: httpx.Client, services: Services
) -> None:
    base = services.toolbox.library.knowledge_base
    listed = {
        a["slug"]: topic["topic"]
        for topic in get(site, "/v1/topics").json()["topics"]
        for a in topic["articles"]
    }
    day = date.fromisoformat(DAY)
    assert listed == {
        a.slug: a.topic for a in base.articles if not a.internal and a.status(day) == "current"
    }
    assert OLD not in listed
    then = get(site, "/v1/topics", params={"as_of": "2026-03-31"}).text
    assert f'"{OLD}"' in then


def test_what_is_related_leads_on_and_never_to_itself(
    site: httpx.Client, services: Services
) -> None:
    base = services.toolbox.library.knowledge_base.public
    for slug in ("when-it-disappears", "being-sued", "flat-fee"):
        found = get(site, f"/v1/faq/{slug}/related").json()["related"]
        slugs = [each["slug"] for each in found]
        assert 1 <= len(slugs) <= 4 and slug not in slugs and len(set(slugs)) == len(slugs)
        assert slugs[: len(base.article(slug).related)] == list(base.article(slug).related)
        assert all(each["status"] == "current" and each["answer"] for each in found)
    assert site.get("/v1/faq/nothing/related").status_code == 404


# --- formats


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("text/markdown;q=0.3, text/html;q=0.7", "text/html; charset=utf-8"),
        ("text/html;q=x, text/markdown;q=0.1", "text/markdown; charset=utf-8"),
        ("image/png", "application/json"),
    ],
)  # fmt: skip
def test_the_format_follows_what_the_caller_accepts(
    site: httpx.Client, accept: str, kind: str
) -> None:
    response = get(site, "/v1/faq/when-it-disappears", headers={"Accept": accept})
    assert response.headers["content-type"] == kind
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize("slug", ["when-it-disappears", "being-sued", "flat-fee", "late-m2"])
def test_every_format_says_the_same(site: httpx.Client, slug: str) -> None:
    whole = get(site, f"/v1/faq/{slug}").json()
    words = [s["text"] for section in whole["sections"] for s in section["sentences"]]
    notes = sum(len(s["sources"]) for section in whole["sections"] for s in section["sentences"])
    markdown = get(site, f"/v1/faq/{slug}", params={"format": "markdown"}).text
    page = Page()
    page.feed(get(site, f"/v1/faq/{slug}", params={"format": "html"}).text)
    for text in words:
        assert text in markdown and text in page.text
    body = markdown.split("\n[^")[0]
    assert len(re.findall(r"\[\^[\w-]+\]", body)) == notes
    assert page.tags.count("sup") == notes
    assert page.problems == []
    assert page.targets <= page.ids
    footnotes = set(re.findall(r"\[\^([\w-]+)\](?!:)", markdown))
    assert footnotes == set(re.findall(r"^\[\^([\w-]+)\]:", markdown, re.M))
    assert MarkdownIt().render(markdown).count("<h2>") == page.tags.count("h3")


class Page(HTMLParser):
    """Reads a fragment strictly: what is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.problems: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name == "href" and (value or "").startswith("#"):
                self.targets.add((value or "")[1:])
            elif name == "href" and not (value or "").startswith(("https://", "http://")):
                self.problems.append(f"{name}={value}")
            elif name not in ("class", "lang", "rel", "href"):
                self.problems.append(name)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_in_an_article_becomes_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
    source = Source(
        id="s", name=evil, issuer=evil, number=None, article=None, kind="law", in_force=None,
        ended=None, binds=(), url='https://x.example/"><script>', confidence="high",
        checked=date(2026, 1, 1), says=evil,
    )  # fmt: skip
    folder = tmp_path / "t"
    folder.mkdir()
    path = folder / "evil.md"
    head = "---\ntitle: T\nasks: [问]\ntopic: t\nreviewed: 2026-11-21\n---\n"
    path.write_text(
        head + "说一句。[^s]\n\n## 小标题\n- 一项。[^s]\n再说一句。[^s]\n", encoding="utf-8"
    )
    found, problems = read_article(path, {"s": source})
    assert found is not None, problems
    page = Page()
    page.feed(article_formats.html(found, date(2026, 11, 21)))
    assert set(page.tags) <= {
        "article", "h2", "h3", "p", "sup", "a", "ul", "li", "ol", "footer", "strong"
    }  # fmt: skip
    assert page.problems == []
    assert page.text.count(evil) == 2


def test_an_article_that_has_ended_says_so_at_its_head(site: httpx.Client) -> None:
    for wanted in ("markdown", "html"):
        now = get(site, f"/v1/faq/{OLD}", params={"format": wanted}).text
        then = get(site, f"/v1/faq/{OLD}", params={"format": wanted, "as_of": "2026-02-01"}).text
        assert "已经结束（到 2026-03-31）" in now and "已经结束" not in then.split("\n\n")[0]
    ended = get(site, f"/v1/faq/{OLD}", params={"format": "jsonld"}).json()
    assert ended["mainEntity"] == []


def test_structured_data_is_a_faq_page_with_its_sources(site: httpx.Client) -> None:
    response = get(site, "/v1/faq-page", params={"topic": ["court", "scams"]})
    assert response.headers["content-type"] == "application/ld+json"
    content = response.json()
    assert (content["@context"], content["@type"]) == ("https://schema.org", "FAQPage")
    listed = {
        a["title"]
        for t in get(site, "/v1/topics").json()["topics"]
        if t["topic"] in ("court", "scams")
        for a in t["articles"]
    }
    assert {question["name"] for question in content["mainEntity"]} == listed
    for question in content["mainEntity"]:
        assert question["@type"] == "Question"
        answer = question["acceptedAnswer"]
        assert answer["@type"] == "Answer" and answer["text"]
        assert all(c["@type"] in ("Legislation", "CreativeWork") for c in answer["citation"])


# --- caching

CACHED = [
    ("/v1/faq?q=逾期会坐牢吗", "private"),
    ("/v1/suggest?q=yuqi", "private"),
    ("/v1/faq/when-it-disappears", "public"),
    ("/v1/faq/when-it-disappears?format=html", "public"),
    ("/v1/faq/when-it-disappears/related", "public"),
    ("/v1/topics", "public"),
    ("/v1/faq-page", "public"),
]


@pytest.mark.parametrize(("path", "who"), CACHED)
def test_what_the_caller_has_is_not_sent_again(site: httpx.Client, path: str, who: str) -> None:
    first = site.get(path)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    kept = re.fullmatch(r"(\w+), max-age=(\d+)", first.headers["cache-control"])
    assert kept and kept[1] == who and 1 <= int(kept[2]) <= 300
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = site.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    for given in ('"other"', tag.strip('"'), ""):
        assert site.get(path, headers={"If-None-Match": given}).content == first.content


def test_another_day_has_another_tag(site: httpx.Client) -> None:
    tags = {
        get(site, f"/v1/faq/{OLD}", params={"as_of": day}).headers["etag"]
        for day in ("2026-03-31", "2026-04-01")
    }
    assert len(tags) == 2


def test_what_was_asked_of_today_is_not_kept_past_midnight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Late:
            return cls(2026, 11, 21, 23, 59, 20, tzinfo=tz)

    monkeypatch.setattr(caching, "datetime", Late)
    today = caching.kept_json({}, "", asked=None)
    assert today.headers["cache-control"] == "public, max-age=40"
    named = caching.kept_json({}, "", asked=date(2026, 11, 21))
    assert named.headers["cache-control"] == "public, max-age=300"
    assert CHINA.utcoffset(None) is not None


def test_errors_and_turns_are_not_kept(site: httpx.Client) -> None:
    for response in (
        site.get("/v1/faq/nothing"),
        site.get("/v1/faq"),
        site.post("/v1/chat", json={"text": "你好", "message_id": "m"}),
    ):
        assert "etag" not in response.headers
        assert "max-age" not in response.headers.get("cache-control", "")


# --- suggest


def test_suggestions_mark_what_fits(site: httpx.Client) -> None:
    found = get(site, "/v1/suggest", params={"q": "zhengxin", "limit": 5}).json()["suggestions"]
    assert len(found) == 5
    for one in found:
        assert set(one) == {"slug", "title", "text", "start", "end", "why"}
        assert one["text"][one["start"] : one["end"]] == "征信"
        assert site.get(f"/v1/faq/{one['slug']}").status_code == 200


def test_suggestions_of_nothing_are_none(site: httpx.Client) -> None:
    for typed in ("", " ", "？", "qqqqqq"):
        assert get(site, "/v1/suggest", params={"q": typed}).json() == {"suggestions": []}


def test_an_internal_article_is_never_suggested(site: httpx.Client, services: Services) -> None:
    for article in services.toolbox.library.knowledge_base.internal.articles:
        found = get(site, "/v1/suggest", params={"q": article.title, "limit": 20}).json()
        assert article.slug not in {one["slug"] for one in found["suggestions"]}
