"""What is written for service agents does not leave through the customers' FAQ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from zhihuan.composition import Services
    from zhihuan.library.article import Article

DAY = "2026-11-21"


@pytest.fixture(scope="module")
def internal(services: Services) -> dict[str, Article]:
    found = services.toolbox.library.knowledge_base.internal.by_slug
    assert found, "there is nothing to keep back"
    return found


def test_an_internal_article_is_a_404_like_one_that_does_not_exist(
    site: httpx.Client, internal: dict[str, Article]
) -> None:
    unknown = site.get("/v1/faq/nothing-by-that-name")
    for slug in internal:
        response = site.get(f"/v1/faq/{slug}")
        assert (response.status_code, response.content) == (404, unknown.content)


def test_asking_in_an_agents_own_words_finds_nothing_internal(
    site: httpx.Client, internal: dict[str, Article]
) -> None:
    for article in internal.values():
        for ask in (article.title, article.asks[0]):
            query = {"q": ask, "limit": 20, "as_of": DAY}
            answers = site.get("/v1/faq", params=query).json()["answers"]
            assert internal.keys().isdisjoint(answer["slug"] for answer in answers)


def test_no_article_that_a_customer_reads_leads_to_an_internal_one(
    site: httpx.Client, services: Services, internal: dict[str, Article]
) -> None:
    for slug in services.toolbox.library.knowledge_base.public.by_slug:
        related = site.get(f"/v1/faq/{slug}", params={"as_of": DAY}).json()["related"]
        assert internal.keys().isdisjoint(related)
