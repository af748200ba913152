"""Is a case what the scenario expects? One check a question, each with a reason where the answer is no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from playbook.evaluation.results import Check, CheckName
from playbook.evaluation.scenarios import DraftExpectation, Expectation
from playbook.records import Case, Draft

TABLES = {"kind": "kind", "topic": "topic", "severity": "severity", "stance": "stance", "owner": "owner"}
"""Field and how the ids of its rules begin: ``kind.x`` or ``kinds.x``."""


def score(expect: Expectation, case: Case) -> tuple[Check, ...]:
    """Every check of one case."""
    return (*_labels(expect, case), *_citations(expect, case), *_draft(expect, case))


def deciding_rules(case: Case) -> dict[str, str]:
    """Field and id of the rule that decided it.

    By the start of the rule's id; where ids say nothing, by position, as triage gives its reasons in the order of
    its tables.
    """
    reasons = [reason.rule for reason in case.triage.reasons]
    found: dict[str, str] = {}
    for position, (field, stem) in enumerate(TABLES.items()):
        named = [rule for rule in reasons if re.match(rf"{stem}s?\.", rule)]
        if named:
            found[field] = named[0]
        elif len(reasons) == len(TABLES):
            found[field] = reasons[position]
    return found


def stands_in(phrase: str, text: str) -> bool:
    """Whether a text has a phrase.

    Case does not matter. Korean is compared without spaces, as its spacing varies; a phrase that begins or ends with a
    Latin letter or a digit has to do so at a word's edge, so that ``AS`` is not found in ``please`` or ``900`` in
    ``9,900``.
    """
    plain, within = (unicodedata.normalize("NFC", part) for part in (phrase, text))
    if re.search("[가-힣]", plain):
        pattern = r"\s*".join(re.escape(letter) for letter in plain if not letter.isspace())
    else:
        pattern = r"\s+".join(re.escape(word) for word in plain.split())
    if re.match(r"[0-9A-Za-z]", plain):
        pattern = r"(?<![0-9A-Za-z])(?<!\d[.,])" + pattern
    if re.search(r"[0-9A-Za-z]$", plain):
        pattern += r"(?![0-9A-Za-z])(?![.,]\d)"
    return re.search(pattern, within, re.IGNORECASE) is not None


def _labels(expect: Expectation, case: Case) -> Iterator[Check]:
    triage, rules = case.triage, deciding_rules(case)
    for name, wanted, got in (
        ("kind", expect.kind, triage.kind),
        ("topic", expect.topic, triage.topic),
        ("stance", expect.stance, triage.stance),
        ("owner", expect.owner, triage.owner),
    ):
        yield _check(name, got == wanted, wanted, got, rules.get(name, ""))  # type: ignore[arg-type]
    levels = " or ".join(str(level) for level in expect.severity)
    rule = rules.get("severity", "")
    yield _check("severity", triage.severity in expect.severity, levels, str(triage.severity), rule)
    away = min(abs(triage.severity - level) for level in expect.severity)
    yield _check("severity_within_one", away <= 1, levels, str(triage.severity), rule)


def _citations(expect: Expectation, case: Case) -> Iterator[Check]:
    if not expect.cites_any:
        return
    kinds = sorted({citation.kind for citation in case.citations})
    wanted = " or ".join(expect.cites_any)
    reason = f"cites {', '.join(kinds) or 'nothing'}, and not {wanted}"
    yield _check(
        "cites", bool(set(kinds) & set(expect.cites_any)), wanted, ", ".join(kinds) or "nothing", reason=reason
    )


def _draft(expect: Expectation, case: Case) -> Iterator[Check]:
    wanted, draft = expect.draft, case.draft
    if wanted is None:
        return
    if wanted == "none":
        reason = f"a draft of {draft.length if draft else 0} characters where nothing is to be said"
        yield _check("draft_absent", draft is None, "no draft", "a draft" if draft else "no draft", reason=reason)
        return
    yield _check("draft_present", draft is not None, "a draft", "a draft" if draft else "no draft", reason="no draft")
    if draft is not None:
        yield from _wording(wanted, draft)


def _wording(wanted: DraftExpectation, draft: Draft) -> Iterator[Check]:
    whole = "\n".join((draft.text, *draft.parts, draft.statement or ""))
    if wanted.lang is not None:
        reason = f"the draft is in {draft.lang}"
        yield _check("draft_lang", draft.lang == wanted.lang, wanted.lang, draft.lang, reason=reason)
    if wanted.must_contain:
        missing = [phrase for phrase in wanted.must_contain if not stands_in(phrase, whole)]
        yield _phrases("must_contain", wanted.must_contain, missing, "does not say")
    if wanted.must_not_contain:
        said = [phrase for phrase in wanted.must_not_contain if stands_in(phrase, whole)]
        yield _phrases("must_not_contain", wanted.must_not_contain, said, "says")


def _phrases(name: CheckName, asked: tuple[str, ...], wrong: list[str], verb: str) -> Check:
    shown = ", ".join(f"“{phrase}”" for phrase in wrong)
    verdict = "none of them" if name == "must_not_contain" else "all of them"
    return _check(name, not wrong, f"{len(asked)} phrases, {verdict}", shown, reason=f"the draft {verb} {shown}")


def _check(name: CheckName, ok: bool, expected: str, got: str, rule: str = "", reason: str = "") -> Check:
    told = reason or f"{name} is {got}, not {expected}" + (f" (rule {rule})" if rule else "")
    return Check(name=name, ok=ok, expected=expected, got=got, rule=rule, reason="" if ok else told)
