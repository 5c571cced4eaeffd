"""The peer of `benchmarks/faq.py`: a FAQ service as one would write it in an afternoon.

    python benchmarks/plain_service.py PORT

FastAPI, Chroma and sentence-transformers, each used as its own introduction shows: every article
is one document, a question is embedded and the nearest documents come back; what is typed is
looked for in the titles and asks. It knows no dates, no sources, no "we have nothing on that", no
pinyin, no keys, no limits and no cache. The model and the articles are Zhihuan's own.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import chromadb
import uvicorn
from fastapi import FastAPI

from zhihuan.library.embedding import open_embedder
from zhihuan.library.knowledge_base import open_knowledge_base
from zhihuan.settings import Settings


def service(settings: Settings) -> FastAPI:
    """The service, with everything loaded."""
    app = FastAPI()
    articles = open_knowledge_base(settings.knowledge_base).public.articles
    model = open_embedder("embedded", cache=settings.cache).model
    documents = ["\n".join(passage.text for passage in a.passages) for a in articles]
    collection = chromadb.EphemeralClient().create_collection("articles", embedding_function=None)
    collection.add(
        ids=[a.slug for a in articles],
        documents=documents,
        metadatas=[{"title": a.title} for a in articles],
        embeddings=model.encode([f"passage: {text}" for text in documents]),
    )
    lines = [(a.slug, text) for a in articles for text in (a.title, *a.asks)]

    @app.get("/v1/faq")
    def faq(q: str, limit: int = 5) -> list[dict[str, Any]]:
        found: Any = collection.query(
            query_embeddings=model.encode([f"query: {q}"]), n_results=limit
        )
        return [
            {"slug": slug, "title": meta["title"], "answer": text, "distance": distance}
            for slug, meta, text, distance in zip(
                found["ids"][0], found["metadatas"][0], found["documents"][0],
                found["distances"][0], strict=True,
            )
        ]  # fmt: skip

    @app.get("/v1/suggest")
    def suggest(q: str, limit: int = 8) -> list[dict[str, str]]:
        return [{"slug": slug, "text": text} for slug, text in lines if q in text][:limit]

    @app.get("/readyz")
    def ready() -> str:
        return "ready"

    return app


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    uvicorn.run(service(Settings()), port=int(sys.argv[1]), access_log=False, log_level="warning")
