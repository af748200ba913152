"""Findings that are set aside: with a reason, for these words only, and never an error."""

from __future__ import annotations

from typing import Any

import pytest

from playbook.errors import ReviewError
from playbook.records import Case, Finding
from playbook.testing import a_draft

from .conftest import CLEAN, ERROR, WARNING, after, in_state

WORD = "연락해 볼게요"
TEXT = f"불편을 드렸습니다. 곧 {WORD}."
AT = TEXT.index(WORD)
SPOT = Finding(check="register", level="warning", message="말투", start=AT, end=AT + len(WORD))
WHOLE = Finding(check="missing_parts", level="warning", message="다음 공지가 없습니다.")
DRAFT = a_draft(TEXT)
LONGER = a_draft(TEXT + " 고맙습니다.")


def overruled(*which: tuple[str, str], findings: tuple[Finding, ...] = (SPOT, WHOLE)) -> Case:
    case = after(in_state("in_review"), "edit", draft=DRAFT, findings=findings)
    return after(case, "overrule", "검토자", DRAFT, findings, overrule=which, reason="고객이 그렇게 썼습니다.")


def standing(case: Case) -> list[str]:
    return [finding.check for finding in case.findings if not finding.overruled]


def test_a_warning_in_a_crisis_stands_in_the_way() -> None:
    """It is mended or set aside; elsewhere it only asks for a look."""
    case = after(in_state("in_review"), "edit", draft=DRAFT, findings=(SPOT,))
    with pytest.raises(ReviewError, match=r"1 warning\(s\) stand in a grave matter"):
        after(case, "approve", "승인자", DRAFT, (SPOT,), warnings_stand=False)
    assert after(case, "approve", "승인자", DRAFT, (SPOT,)).state == "approved"
    assert after(case, "approve", "승인자", CLEAN, (), warnings_stand=False).state == "approved"
    aside = after(case, "overrule", "검토자", DRAFT, (SPOT,), overrule=(("register", WORD),))
    assert after(aside, "approve", "승인자", DRAFT, (SPOT,), warnings_stand=False).state == "approved"


def test_one_that_is_left_still_stands_in_the_way() -> None:
    """Setting one aside sets no other aside."""
    with pytest.raises(ReviewError, match="다음 공지가 없습니다"):
        after(overruled(("register", WORD)), "approve", "승인자", DRAFT, (SPOT, WHOLE), warnings_stand=False)


def test_it_can_be_done_while_signing() -> None:
    """With the reason of the one who signs."""
    case = after(in_state("in_review"), "edit", draft=DRAFT, findings=(SPOT,))
    signed = after(case, "approve", "승인자", DRAFT, (SPOT,), warnings_stand=False, overrule=(("register", WORD),))

    assert signed.state == "approved"
    assert [(each.by, each.words) for each in signed.overruled] == [("승인자", WORD)]


def test_the_reason_is_shown_at_the_finding() -> None:
    """And who gave it is kept."""
    case = overruled(("register", WORD))

    assert [finding.overruled for finding in case.findings] == ["고객이 그렇게 썼습니다.", ""]
    assert [(each.check, each.by) for each in case.overruled] == [("register", "검토자")]


@pytest.mark.parametrize("reason", ["", " \n"])
@pytest.mark.parametrize("verb", ["overrule", "edit", "approve"])
def test_it_needs_a_reason(verb: Any, reason: str) -> None:
    """In every step that does it."""
    case = after(in_state("in_review"), "edit", draft=DRAFT, findings=(SPOT,))
    with pytest.raises(ReviewError, match="Say why"):
        after(case, verb, "승인자", DRAFT, (SPOT,), overrule=(("register", WORD),), reason=reason)


@pytest.mark.parametrize(
    ("told", "findings", "which"),
    [
        ("has to be mended, not set aside", (ERROR,), (("unbound", ""),)),
        ("has to be mended, not set aside", (WARNING, ERROR), (("register", ""), ("unbound", ""))),
        ("no finding register on “다른 말”", (SPOT,), (("register", "다른 말"),)),
        ("no finding register on “”", (SPOT,), (("register", ""),)),
        ("no finding voice", (SPOT,), (("voice", WORD),)),
        ("Say which finding", (SPOT,), ()),
    ],
)
def test_what_cannot_be_set_aside(told: str, findings: tuple[Finding, ...], which: Any) -> None:
    """An error, what is not found, and nothing."""
    case = after(in_state("in_review"), "edit", draft=DRAFT, findings=findings)
    with pytest.raises(ReviewError, match=told):
        after(case, "overrule", "검토자", DRAFT, findings, overrule=which)


def test_a_finding_that_becomes_an_error_stands() -> None:
    """What a person said of a warning does not hold for it."""
    case = overruled(("register", WORD))
    worse = SPOT.model_copy(update={"level": "error"})
    looked = after(case, "assign", draft=DRAFT, findings=(worse, WHOLE))

    assert standing(looked) == ["register", "missing_parts"]
    with pytest.raises(ReviewError, match="1 error"):
        after(looked, "approve", "승인자", DRAFT, (worse,))


def test_it_holds_for_these_words_only() -> None:
    """Where they stand on in another text it stays; the rest of the text may change around them."""
    case = overruled(("register", WORD), ("missing_parts", ""))
    assert standing(case) == []
    longer = after(case, "edit", draft=LONGER, findings=(SPOT, WHOLE))

    assert standing(longer) == ["missing_parts"]
    other = SPOT.model_copy(update={"start": 0, "end": 4})
    assert standing(after(longer, "edit", draft=LONGER, findings=(SPOT, other))) == ["register"]


def test_it_goes_with_its_words_and_does_not_come_back() -> None:
    """Whoever writes the same again has to say why again."""
    case = overruled(("register", WORD), ("missing_parts", ""))
    gone = after(case, "edit", draft=CLEAN, findings=(WHOLE,))
    back = after(gone, "edit", draft=DRAFT, findings=(SPOT, WHOLE))

    assert (gone.overruled, back.overruled) == ((), ())
    assert standing(back) == ["register", "missing_parts"]


def test_what_is_done_beside_leaves_it() -> None:
    """Nothing has been reworded."""
    case = overruled(("missing_parts", ""))

    assert standing(after(case, "assign", draft=DRAFT, findings=(SPOT, WHOLE))) == ["register"]
    assert after(case, "approve", "승인자", DRAFT, (SPOT, WHOLE)).overruled == case.overruled


def test_a_later_reason_takes_the_place_of_an_earlier() -> None:
    """One for each finding."""
    case = overruled(("register", WORD), ("register", WORD))
    again = after(case, "overrule", "둘째", DRAFT, (SPOT, WHOLE), overrule=(("register", WORD),), reason="다른 까닭")

    assert len(case.overruled) == 1
    assert [(each.by, each.reason) for each in again.overruled] == [("둘째", "다른 까닭")]
