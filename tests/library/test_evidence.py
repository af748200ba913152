"""Evidence: what a decision is shown with, and why each piece fits."""

from __future__ import annotations

import pytest

from playbook.errors import KnowledgeError
from playbook.library.evidence import CASES, GUIDELINES, citations
from playbook.library.search import COVERED, Library
from playbook.records import Reason, Triage
from playbook.testing import a_triage


def ruled(*reasons: tuple[str, str, tuple[str, ...]], **labels: str) -> Triage:
    """A triage whose rules cite what is given: rule id, why, passage ids."""
    return a_triage(
        reasons=tuple(Reason(rule=rule, because=why, cites=cites) for rule, why, cites in reasons), **labels
    )


def test_what_the_rules_cite_comes_first(library: Library) -> None:
    """The stance before the other rules, each passage once, with the reason of its rule."""
    triage = ruled(
        ("kind.a", "종류", ("guideline:cups-1", "case:cup-recall")),
        ("topic.a", "주제", ()),
        ("stance.a", "자세", ("guideline:fires-1", "guideline:cups-1")),
    )

    cited, _ = citations("컵이 깨져서 왔어요", triage, library, "ko")

    assert [(c.id, c.why) for c in cited[:3]] == [
        ("guideline:fires-1", "자세"),
        ("guideline:cups-1", "자세"),
        ("case:cup-recall", "종류"),
    ]
    assert len({c.id for c in cited}) == len(cited)


def test_what_is_similar_follows(library: Library) -> None:
    """Guidelines, then precedents, one of a card, each with the situation that it is like."""
    cited, gap = citations("환불이 한 달째 안 들어와요", ruled(), library, "ko")

    assert cited[0].id.startswith("guideline:refunds-")
    assert cited[0].why == "비슷한 상황을 다룹니다: “환불이 한 달째 안 들어와요”"
    assert not gap
    assert [c.kind for c in cited] == sorted((c.kind for c in cited), key=["guideline", "case"].index)
    assert sum(c.kind == "guideline" for c in cited) <= GUIDELINES
    assert sum(c.kind == "case" for c in cited) <= CASES
    assert len({library.card_of(c.id).id for c in cited}) == len(cited)
    assert min(c.score for c in cited) >= COVERED


def test_it_speaks_the_language_asked_for(library: Library) -> None:
    """Title, quote and reason in English for an English message."""
    cited, _ = citations("The charger caught fire", ruled(), library, "en")

    assert cited[0].id == "guideline:fires-1"
    assert cited[0].title == "On cups — When something burns"
    assert cited[0].quote in library.passage("guideline:fires-1").text.en
    assert cited[0].why == "It speaks to a similar situation: “The charger caught fire”"


def test_spam_gets_only_what_its_rules_cite(library: Library) -> None:
    """Nothing is looked up for an advertisement, and nothing is missing."""
    text = "환불이 한 달째 안 들어와요"
    triage = ruled(("stance.a", "기록만 남깁니다", ("guideline:cups-1",)), kind="spam", stance="monitor")

    cited, gap = citations(text, triage, library, "ko")

    assert [c.id for c in cited] == ["guideline:cups-1"]
    assert not gap


@pytest.mark.parametrize(("text", "gap"), [("qwzx vbnm plkj", True), ("회사가 매각된다는 소문이 돌아요", False)])
def test_a_gap_in_the_library(library: Library, text: str, gap: bool) -> None:
    """Where nothing comes near, nothing similar is cited and the gap is told."""
    cited, said = citations(text, ruled(), library, "ko")

    assert said is gap
    assert (cited == ()) is gap


def test_background_is_no_evidence(library: Library) -> None:
    """A reference card is not cited, though it is nearest."""
    cited, _ = citations("컵의 역사가 궁금해요", ruled(), library, "ko")

    assert "guideline:history-1" not in {c.id for c in cited}


def test_a_rule_that_cites_nothing_that_exists(library: Library) -> None:
    """It stops rather than showing less."""
    with pytest.raises(KnowledgeError, match="guideline:refund-9"):
        citations("환불", ruled(("stance.a", "", ("guideline:refund-9",))), library, "ko")
