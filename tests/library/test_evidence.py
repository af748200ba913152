"""Evidence: what a decision is shown with, and why each piece fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from playbook.errors import KnowledgeError
from playbook.library.cards import Card, parse_card
from playbook.library.encoder import Encoder
from playbook.library.evidence import CASES, CITED, GUIDELINES, RULED, citations
from playbook.library.search import Library
from playbook.records import Lang, Reason, Triage
from playbook.testing import a_triage

from .conftest import GONE, a_card, a_passage, small_cards

HELMETS = ("헬멧 끈이 풀렸어요", "The strap of my helmet came loose")
PRESENTS = ("선물 포장을 해 주시나요", "Do you wrap presents?")
LANGS: tuple[Lang, ...] = ("ko", "en")


def own(name: str, situations: tuple[str, ...], **front: Any) -> Card:
    """A card of the company's own, two passages of which speak to the same situations."""
    headings = ("먼저 | First", "그리고 | Then")
    ko, en = f"{situations[0]} 하시면 바로 바꾸어 드린다.", f"To {situations[1]!r} say that it is changed at once."
    passages = [a_passage(h, ko, en, id=GONE, facts=GONE, situations=list(situations)) for h in headings]
    titles = {"ko": "우리 지침", "en": "Our own rule"}
    return parse_card(a_card(*passages, **{"id": name, "title": titles} | front), f"{name}.md", company=True)


@pytest.fixture(scope="module")
def company(encoder: Encoder) -> Library:
    """Our small cards, and a company's own after them: guidance, a precedent, replies, and what is past its day."""
    past = datetime.now(UTC).date() - timedelta(days=2)
    return Library(
        (
            *small_cards(),
            own("helmets", HELMETS),
            own("helmet-notice", HELMETS, kind="case"),
            own("helmet-answers", HELMETS, kind="reply"),
            own("more-answers", HELMETS, kind="reply"),
            own("presents", PRESENTS, expires=past),
        ),
        encoder,
    )


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
    assert min(c.score for c in cited) >= CITED


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


def test_rules_do_not_crowd_out_the_rest(library: Library) -> None:
    """Of many passages that rules cite, the first few are shown."""
    every = tuple(passage.id for passage in library.passages)
    cited, _ = citations("qwzx vbnm plkj", ruled(("stance.a", "자세", every)), library, "ko")

    assert [c.id for c in cited] == list(every[:RULED])


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_company_wrote_is_evidence(company: Library, lang: Lang) -> None:
    """Its guidance, a precedent and one reply, one passage of a card, in the language of the case."""
    cited, gap = citations(HELMETS[LANGS.index(lang)], ruled(), company, lang)

    assert [company.card_of(c.id).id for c in cited if company.card_of(c.id).company] == [
        "helmets", "helmet-notice", "helmet-answers",
    ]  # fmt: skip
    assert [c.kind for c in cited] == sorted((c.kind for c in cited), key=["guideline", "case", "reply"].index)
    assert (cited[0].kind, cited[0].source) == ("guideline", "사내 지침" if lang == "ko" else "House rules")
    assert HELMETS[LANGS.index(lang)] in cited[0].why
    assert len({company.card_of(c.id).id for c in cited}) == len(cited)
    assert not gap


@pytest.mark.parametrize(
    ("lang", "text"), [("ko", "회사가 매각된다는 소문이 돌아요"), ("en", "The charger caught fire")]
)
def test_a_company_does_not_push_ours_away(company: Library, library: Library, lang: Lang, text: str) -> None:
    """Where it has nothing to say on a matter, what is cited is what was cited without it."""
    with_it, without = (citations(text, ruled(), shelf, lang)[0] for shelf in (company, library))

    assert with_it[0].id == without[0].id
    assert not any(c.id.startswith(("case:helmet", "reply:", "guideline:helmets")) for c in with_it)


@pytest.mark.parametrize("lang", LANGS)
def test_guidance_past_its_day_is_no_evidence(company: Library, lang: Lang) -> None:
    """What only it would cover is a gap; a rule may still point to it."""
    text = PRESENTS[LANGS.index(lang)]
    cited, gap = citations(text, ruled(), company, lang)
    pointed, _ = citations(text, ruled(("stance.a", "자세", ("guideline:presents-1",))), company, lang)

    assert not any(c.id.startswith("guideline:presents") for c in cited)
    assert gap
    assert [c.id for c in pointed if c.why == "자세"] == ["guideline:presents-1"]


@pytest.mark.parametrize(
    ("labels", "lift"),
    [
        ({}, 0.0),
        ({"topic": "billing", "stance": "monitor"}, 0.0),
        ({"topic": "finance"}, 0.04),
        ({"stance": "transparency"}, 0.06),
        ({"topic": "finance", "stance": "transparency"}, 0.1),
    ],
)
def test_labels_of_a_decision_lift_what_serves_it(library: Library, labels: dict[str, str], lift: float) -> None:
    """A passage for the topic or the stance decided on counts as nearer; another is no further."""
    text = "회사가 매각된다는 소문이 돌아요"
    cited, _ = citations(text, ruled(**labels), library, "ko")

    assert cited[0].id == "guideline:rumours-1"
    assert cited[0].score == pytest.approx(float(library.scores(text).max()) + lift, abs=1e-3)
