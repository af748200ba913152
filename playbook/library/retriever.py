"""The library as a LangChain retriever, for chains that a company builds itself."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from playbook.library.search import Library


class PlaybookRetriever(BaseRetriever):
    """Passages as LangChain documents: the guidance as content; id, title, source and certainty as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    """The ``Library`` to search."""
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002 - their signature
        from playbook.language.detect import detect

        library: Library = self.library
        lang = detect(query)
        return [
            Document(
                id=hit.id,
                page_content=library.passage(hit.id).text.of(lang),
                metadata=hit.model_dump(mode="json"),
            )
            for hit in library.search(query, k=self.k)
        ]
