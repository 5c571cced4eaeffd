"""The whole knowledge base as one value, or a list of everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from zhihuan.errors import ZhihuanError
from zhihuan.library.article import Article, Passage, read_article
from zhihuan.library.contacts import Contact, read_contacts
from zhihuan.library.letters import LetterTemplate, read_letters
from zhihuan.library.problems import InvalidKnowledgeBase, Problem
from zhihuan.library.products import Product, read_products
from zhihuan.library.sources import Source, read_sources
from zhihuan.library.yaml_file import load_mapping


class UnknownArticle(ZhihuanError):
    """No article has this slug."""

    def __init__(self) -> None:
        super().__init__("没有这篇文章")


@dataclass(frozen=True)
class KnowledgeBase:
    """Articles, sources, contacts and products, as read from one folder.

    `not_ours` holds questions that are declined, by kind.
    """

    articles: tuple[Article, ...]
    sources: dict[str, Source]
    contacts: dict[str, Contact]
    products: dict[str, Product]
    not_ours: dict[str, tuple[str, ...]]
    letters: dict[str, LetterTemplate] = field(default_factory=dict)

    @cached_property
    def public(self) -> KnowledgeBase:
        """What customers may see: everything but the internal articles."""
        return replace(self, articles=tuple(a for a in self.articles if not a.internal))

    @cached_property
    def internal(self) -> KnowledgeBase:
        """The internal articles alone; `not_ours` holds what customers ask."""
        internal = tuple(a for a in self.articles if a.internal)
        return replace(self, articles=internal, not_ours={})

    @cached_property
    def by_slug(self) -> dict[str, Article]:
        """Articles by slug."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Passages by id."""
        return {p.id: p for article in self.articles for p in article.passages}

    def article(self, slug: str) -> Article:
        """The article named `slug`. Raises UnknownArticle."""
        try:
            return self.by_slug[slug]
        except KeyError:
            raise UnknownArticle from None


def read_knowledge_base(folder: Path) -> tuple[KnowledgeBase, list[Problem]]:
    """All that can be read under `folder`, and every problem found on the way."""
    sources, problems = read_sources(folder / "sources.yaml")
    contacts, more = read_contacts(folder / "contacts.yaml")
    problems += more
    products, more = read_products(folder / "products", sources)
    problems += more
    not_ours, more = _read_not_ours(folder / "not_ours.yaml")
    problems += more
    letters, more = read_letters(folder / "letters", sources, contacts)
    problems += more
    articles: list[Article] = []
    paths = sorted((folder / "articles").rglob("*.md"))
    for path in paths:
        article, more = read_article(path, sources)
        problems += more
        if article is not None:
            articles.append(article)
    if not paths:
        problems.append(Problem(folder / "articles", 0, "一篇文章也没有"))
    problems += _across(articles, paths, contacts, sources, folder)
    problems += _named_like_a_kind(paths, not_ours)
    base = KnowledgeBase(tuple(articles), sources, contacts, products, not_ours, letters)
    return base, problems


def open_knowledge_base(folder: Path) -> KnowledgeBase:
    """The knowledge base under `folder`. Raises InvalidKnowledgeBase, naming every mistake."""
    base, problems = read_knowledge_base(folder)
    if problems:
        raise InvalidKnowledgeBase(problems, folder)
    return base


def _read_not_ours(path: Path) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    if not path.exists():
        return {}, []
    entries, problems = load_mapping(path)
    kinds: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for kind, (line, entry) in entries.items():
        asks = entry.get("asks")
        if isinstance(asks, list) and asks and all(isinstance(ask, str) for ask in asks):
            problems += [Problem(path, line, f"“{a}”写了两次") for a in asks if a in seen]
            seen.update(asks)
            kinds[kind] = tuple(dict.fromkeys(asks))
        else:
            problems.append(Problem(path, line, f"{kind} 缺 asks：写上人们会怎么问"))
    return kinds, problems


def _across(
    articles: Iterable[Article],
    paths: Iterable[Path],
    contacts: dict[str, Contact],
    sources: dict[str, Source],
    folder: Path,
) -> list[Problem]:
    """What no single file can see: names taken twice, and links to nothing."""
    problems: list[Problem] = []
    articles = tuple(articles)
    slugs = Counter(path.stem for path in paths)  # of those that cannot be used, too
    internal = {article.slug for article in articles if article.internal}
    asked: dict[str, Article] = {}
    for article in articles:
        if slugs[article.slug] > 1:
            problems.append(Problem(article.path, 0, f"{article.slug} 这个名字有两篇文章用"))
        for slug in article.related:
            if slug not in slugs:
                problems.append(Problem(article.path, 1, f"related 里的 {slug} 没有这篇文章"))
            if slug == article.slug:
                problems.append(Problem(article.path, 1, "related 里写了自己"))
            elif slug in internal and not article.internal:
                what = f"related 里的 {slug} 是内部文章，客户看不到，请删掉这一项"
                problems.append(Problem(article.path, 1, what))
        for ask in {article.title, *article.asks}:
            other = asked.setdefault(ask, article)
            if other.slug != article.slug and _overlap(article, other):
                problems.append(
                    Problem(article.path, 1, f"问法“{ask}”和 {other.slug} 重复，留一处")
                )
    for key in contacts:
        if f"contact-{key}" not in sources:
            problems.append(
                Problem(folder / "contacts.yaml", 0, f"{key} 在 sources.yaml 里缺 contact-{key}")
            )
    return problems


def _named_like_a_kind(paths: Iterable[Path], kinds: Collection[str]) -> list[Problem]:
    """Both are owners of asks, and a search tells owners apart by name."""
    what = "文件名 {0} 和 not_ours.yaml 里的一类同名，搜索分不清；请给文章或那一类换个名字"
    return [Problem(path, 1, what.format(path.stem)) for path in paths if path.stem in kinds]


def _overlap(one: Article, other: Article) -> bool:
    """Whether there is a day on which both are told."""
    starts = [a.valid_from for a in (one, other) if a.valid_from]
    ends = [a.valid_to for a in (one, other) if a.valid_to]
    return not (starts and ends) or max(starts) <= min(ends)


def open_products(folder: Path) -> dict[str, Product]:
    """The products alone, for sums that need no article. Raises InvalidKnowledgeBase.

    Whether the sources they name exist is for `open_knowledge_base` to say: reading hundreds of
    sources takes a second that a sum need not wait for.
    """
    products, problems = read_products(folder / "products", None)
    if problems:
        raise InvalidKnowledgeBase(problems, folder)
    return products
