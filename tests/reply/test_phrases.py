"""Lists of phrases: each row by texts that it finds and texts that it leaves alone, then how rows are read."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import RuleError
from playbook.language.detect import detect
from playbook.records import KINDS, STANCES, TOPICS
from playbook.reply.checks import AiNotice, Marketing, MustNotSay, NonApology, Passive
from playbook.reply.checks.phrases import Phrase, Phrases
from playbook.triage.yaml_files import load_yaml

from .conftest import OWN_RULES, a_channel, a_proof, found, levels, write_yaml

quick = settings(max_examples=80, deadline=None)

LISTS: tuple[type[Phrases], ...] = (NonApology, Passive, Marketing, MustNotSay, AiNotice)
SHIPPED = {each.name: each.from_folders([OWN_RULES]) for each in LISTS}
TABLES: dict[str, dict[str, dict[str, Any]]] = {
    name: load_yaml(Path(__file__).parent / "phrases" / f"{name}.yaml") for name in SHIPPED
}
BOTH = {"ko": "왜", "en": "why"}


def row(name: str, phrase: str) -> Phrases:
    """A check with one of the phrases that ship."""
    return type(SHIPPED[name])([each for each in SHIPPED[name].phrases if each.id == phrase])


def tried(what: str) -> list[Any]:
    """Every text of the tables that is ``found`` or ``fine``, with its list and row."""
    return [
        pytest.param(name, phrase, text, id=f"{name}-{phrase}-{number}")
        for name, table in TABLES.items()
        for phrase, texts in table.items()
        for number, text in enumerate(texts[what])
    ]


def around(name: str, phrase: str) -> dict[str, Any]:
    """What is known of the matter, by default that it is a grave complaint."""
    return TABLES[name][phrase].get("known") or {"kind": "complaint", "severity": 3}


def rows(*phrases: dict[str, Any]) -> NonApology:
    """The check with phrases of a test."""
    whole = [{"id": "p", "level": "warning", "why": BOTH, "suggest": BOTH} | phrase for phrase in phrases]
    return NonApology([Phrase.model_validate(each) for each in whole])


@pytest.mark.parametrize("name", SHIPPED)
def test_every_phrase_is_tried_both_ways(name: str) -> None:
    """Four texts at least that it finds and four that it leaves alone, in both languages."""
    ids = [phrase.id for phrase in SHIPPED[name].phrases]

    assert len(set(ids)) == len(ids)
    assert set(ids) == set(TABLES[name])
    for phrase, texts in TABLES[name].items():
        for what in ("found", "fine"):
            assert len(texts[what]) >= 6, phrase
            assert {detect(text) for text in texts[what]} == {"ko", "en"}, phrase


@pytest.mark.parametrize(("name", "phrase", "text"), tried("found"))
def test_words_that_are_found(name: str, phrase: str, text: str) -> None:
    """Once, on words that stand in the text."""
    ((_, words),) = found(row(name, phrase), text, **around(name, phrase))

    assert words.strip()
    assert words in text


@pytest.mark.parametrize(("name", "phrase", "text"), tried("fine"))
def test_words_that_are_fine(name: str, phrase: str, text: str) -> None:
    """What says the same thing well, or only sounds alike."""
    assert found(row(name, phrase), text, **around(name, phrase)) == []


def test_what_is_fine_for_one_phrase_is_fine_for_the_others() -> None:
    """The texts that hold no fault of their row hold next to none of any other."""
    texts = [
        (text, around(name, phrase))
        for name, table in TABLES.items()
        for phrase, held in table.items()
        for text in held["fine"]
    ]
    told = [text for text, known in texts for check in SHIPPED.values() for _ in check(a_proof(text, **known))]

    assert len(texts) > 150
    assert len(told) <= 2, told


@pytest.mark.parametrize("phrase", ["softened_leak", "market_reassurance"])
def test_some_words_hurt_on_one_topic_only(phrase: str) -> None:
    """On another topic, or on none that is known, they are ordinary."""
    text = TABLES["non_apology"][phrase]["found"][0]

    assert levels(row("non_apology", phrase), text, **around("non_apology", phrase))
    assert levels(row("non_apology", phrase), text, topic="delivery") == []
    assert levels(row("non_apology", phrase), text) == []


VOUCHER = "쿠폰을 드리겠습니다."
APART = unicodedata.normalize("NFD", "나쁜 말")
SALE = "이번 주 특가 상품을 확인해 주십시오."
PASSIVE = "배송 지연이 발생했습니다. 사과드립니다."
RECORDS = "진료 기록을 확인하니 처방에는 문제가 없었습니다."
THREAT = "고소를 검토하겠습니다."


@pytest.mark.parametrize(
    ("expected", "name", "phrase", "text", "known"),
    [
        (["warning"], "non_apology", "compensation_as_promotion", VOUCHER, {"kind": "complaint", "severity": 3}),
        (["warning"], "non_apology", "compensation_as_promotion", VOUCHER, {"severity": 4}),
        ([], "non_apology", "compensation_as_promotion", VOUCHER, {"kind": "complaint", "severity": 1}),
        ([], "non_apology", "compensation_as_promotion", VOUCHER, {"kind": "praise", "severity": 3}),
        ([], "non_apology", "compensation_as_promotion", VOUCHER, {"kind": "complaint"}),
        (["warning"], "non_apology", "vague_promise", "최선을 다하겠습니다.", {}),
        ([], "non_apology", "vague_promise", "최선을 다하겠습니다.", {"kind": "praise"}),
        (["error"], "non_apology", "legal_threat", THREAT, {"kind": "complaint"}),
        (["warning"], "non_apology", "legal_threat", THREAT, {"kind": "abuse"}),
        (["error"], "marketing", "sale", SALE, {"kind": "incident"}),
        (["error"], "marketing", "sale", SALE, {"topic": "safety"}),
        (["warning"], "marketing", "sale", "늦어져 죄송합니다. " + SALE, {}),
        ([], "marketing", "sale", SALE, {}),
        ([], "marketing", "sale", SALE, {"kind": "praise", "severity": 3}),
        (["warning"], "passive", "agentless_fault", PASSIVE, {"stance": "action_plan"}),
        (["note"], "passive", "agentless_fault", PASSIVE, {}),
        ([], "passive", "agentless_fault", PASSIVE, {"stance": "transparency"}),
        (["error"], "must_not_say", "relation_confirmed", RECORDS, {}),
        ([], "must_not_say", "relation_confirmed", RECORDS, {"channel": a_channel(public=False)}),
        (["warning"], "must_not_say", "absolute_claim", "완벽한 제품입니다.", {}),
        (["error"], "must_not_say", "absolute_claim", "완벽한 제품입니다.", {"topic": "safety"}),
        ([], "must_not_say", "absolute_claim", "완벽한 제품입니다.", {"known": ("완벽한 방수는 시험 성적서 12호",)}),
    ],
)
def test_the_occasion_decides(expected: list[str], name: str, phrase: str, text: str, known: dict[str, Any]) -> None:
    """The same words are nothing, a note, a warning or an error; what is not known is not taken for grave."""
    assert levels(row(name, phrase), text, **known) == expected


def test_a_phrase_is_told_once() -> None:
    """However often it stands in the text; another phrase is told beside it."""
    text = "심려를 끼쳐 죄송합니다. 심려를 끼쳤습니다. 본의 아니게 그랬습니다."

    assert [words for _, words in found(SHIPPED["non_apology"], text)] == ["본의 아니게", "심려를 끼쳐"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("나쁜 말", "İİİ 나쁜 말"),
        ("BAD WORD", "A BAD WORD."),
        ("ｂａｄ ｗｏｒｄ", "a ｂａｄ ｗｏｒｄ"),
        ("나\u200b쁜 말", "나\u200b쁜 말"),
        (APART, APART + "입니다."),
    ],
)
def test_spelling_makes_no_difference(words: str, text: str) -> None:
    """Capitals, wide letters, hidden characters and jamo; what is pointed at is what was typed."""
    assert found(rows({"patterns": ["나쁜 말", "bad word"]}), text) == [("warning", words)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (1, "나쁜 말입니다."),
        (1, "괜찮습니다. 나쁜 말입니다."),
        (1, "나쁜 말입니다. 괜찮습니다."),
        (0, "나쁜 말이지만 괜찮습니다."),
        (0, "나쁜 말이 3.5배 늘었지만 괜찮습니다."),
        (1, "나쁜 말이지만 괜찮습니다. 나쁜 말입니다."),
    ],
)
def test_unless_looks_at_the_sentence(expected: int, text: str) -> None:
    """A harmless word excuses the phrase beside it and no other."""
    assert len(found(rows({"patterns": ["나쁜 말"], "unless": ["괜찮"]}), text)) == expected


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        (1, {}),
        (0, {"with_fault": ["책임"]}),
        (1, {"with_fault": ["보상"]}),
        (0, {"said": ["responsibility"]}),
        (1, {"said": ["apology"]}),
        (1, {"beside": ["책임"]}),
        (0, {"beside": ["자동"]}),
    ],
)
def test_what_else_the_text_says(expected: int, change: dict[str, Any]) -> None:
    """Owning the fault anywhere makes a phrase acceptable; some hurt only beside another word."""
    text = "나쁜 말입니다. 책임은 저희에게 있습니다."

    assert len(found(rows({"patterns": ["나쁜 말"]} | change), text)) == expected


@pytest.mark.parametrize("name", SHIPPED)
def test_a_finding_says_why_and_what_instead(name: str) -> None:
    """In the language of the text, and on what it rests."""
    for phrase in SHIPPED[name].phrases:
        text, known = TABLES[name][phrase.id]["found"][0], around(name, phrase.id)
        korean, english = (next(iter(row(name, phrase.id)(a_proof(text, lang=lang, **known)))) for lang in ("ko", "en"))

        assert korean.check == name
        assert (korean.message, english.message) == (phrase.why.ko, phrase.why.en)
        assert (korean.suggest, english.suggest) == (phrase.suggest.ko, phrase.suggest.en)
        assert korean.cites == phrase.cites
        assert phrase.cites


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"patterns": ["("]}, "no regular expression"),
        ({"unless": ["["]}, "no regular expression"),
        ({"with_fault": ["*"]}, "no regular expression"),
        ({"patterns": []}, "patterns"),
        ({"level": "fatal"}, "level"),
        ({"where": [{"topics": ["weather"]}]}, "topics"),
        ({"said": ["nothing"]}, "said"),
        ({"why": {"ko": "왜"}}, "why.en"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    """The error names the file, the row by its id, and the field."""
    row = {"id": "p", "level": "error", "patterns": ["나쁜 말"], "why": BOTH, "suggest": BOTH} | change
    write_yaml(tmp_path / "checks" / "non_apology.yaml", {"phrases": [row]})
    with pytest.raises(RuleError, match=told) as caught:
        NonApology.from_folders([tmp_path])
    assert "id 'p'" in str(caught.value)


def test_words_of_one_sort(tmp_path: Path) -> None:
    """An expression names a sort of words instead of listing them; one that nobody named is refused."""
    row = {"id": "p", "level": "note", "patterns": ["<little> 실수"], "why": BOTH, "suggest": BOTH}
    path = tmp_path / "checks" / "non_apology.yaml"
    write_yaml(path, {"words": {"little": "작은|사소한"}, "phrases": [row]})
    check = NonApology.from_folders([tmp_path])

    assert found(check, "사소한 실수입니다.") == [("note", "사소한 실수")]
    assert found(check, "큰 실수입니다.") == []
    write_yaml(path, {"words": {"large": "큰"}, "phrases": [row]})
    with pytest.raises(RuleError, match="<little>"):
        NonApology.from_folders([tmp_path])


@pytest.mark.parametrize("each", LISTS)
def test_no_file_is_refused(tmp_path: Path, each: type[Phrases]) -> None:
    """A reply that nobody looked over is not a clean one."""
    with pytest.raises(RuleError, match=rf"{each.name}\.yaml"):
        each.from_folders([tmp_path])


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """A company's own list stands for ours."""
    row = {"id": "own", "level": "note", "patterns": ["우리 말"], "why": BOTH, "suggest": BOTH}
    write_yaml(tmp_path / "checks" / "non_apology.yaml", {"phrases": [row]})
    check = NonApology.from_folders([tmp_path, OWN_RULES])

    assert found(check, "우리 말입니다. 본의 아니게.") == [("note", "우리 말")]


@quick
@given(
    st.lists(st.text(max_size=20) | st.sampled_from([p.values[2] for p in tried("found")]), max_size=6).map(" ".join),
    st.sampled_from(list(SHIPPED)),
    st.sampled_from(KINDS),
    st.sampled_from(TOPICS),
    st.sampled_from(STANCES),
)
def test_any_text_is_read(text: str, name: str, kind: Any, topic: Any, stance: Any) -> None:
    """No text breaks a check, and what it points at lies inside."""
    for finding in SHIPPED[name](a_proof(text, kind=kind, topic=topic, stance=stance, severity=4)):
        assert finding.start is not None
        assert 0 <= finding.start < (finding.end or 0) <= len(text)
