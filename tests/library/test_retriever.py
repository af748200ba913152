"""The library as a LangChain retriever."""

from __future__ import annotations

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from playbook.library.retriever import PlaybookRetriever
from playbook.library.search import Library


@pytest.fixture(scope="module")
def retriever(library: Library) -> PlaybookRetriever:
    return PlaybookRetriever(library=library, k=3)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("충전기에서 불이 났어요", "제품에서 불이 났다는 신고를 받으면", "원인을 짐작하여 말하지 않는다."),
        ("The charger caught fire", "When a customer reports a fire,", "Do not guess at the cause."),
    ],
)
def test_passages_are_documents(
    library: Library, retriever: PlaybookRetriever, query: str, first: str, last: str
) -> None:
    """The whole guidance in the language of the query, with the hit as metadata, best first."""
    documents = retriever.invoke(query)

    assert isinstance(retriever, BaseRetriever)
    assert [d.id for d in documents] == [hit.id for hit in library.search(query, k=3)]
    assert documents[0].page_content.startswith(first)
    assert documents[0].page_content.endswith(last)
    assert documents[0].metadata == library.search(query, k=1)[0].model_dump(mode="json")


def test_it_finds_nothing_for_nothing(retriever: PlaybookRetriever) -> None:
    """An empty query has no documents."""
    assert retriever.invoke("") == []


def test_it_stands_in_a_chain(retriever: PlaybookRetriever) -> None:
    """It composes with other runnables and takes a batch."""
    chain = retriever | RunnableLambda(lambda documents: documents[0].id)

    assert chain.batch(["회사가 팔린다는 소문", "불이 났어요"]) == ["guideline:rumours-1", "guideline:fires-1"]
