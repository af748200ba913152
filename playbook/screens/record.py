"""A case as a record: what approval covers, who signed, which steps were reached, what happened, every wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from playbook.records import Case, Comment, Draft, Lang, Milestone, Seat, Signature, Version
from playbook.review import names
from playbook.review.approvals import approval_digest, open_seats
from playbook.review.masking import masked_handle
from playbook.screens import case_words as w
from playbook.screens import words
from playbook.screens.desk_rows import shortened
from playbook.screens.diff import changed
from playbook.screens.issue import moment
from playbook.screens.prose import details, esc, lines
from playbook.screens.refusals import seat

MOST_EARLIER = 10
"""Earlier messages of an author that are listed beside a new one."""


def covers(case: Case, draft: Draft | None, channel: str, known: dict[str, str], lang: Lang) -> str:
    """What an approval covers, and whose signatures it has and needs.

    Args:
        case: as it is kept.
        draft: as it stands in the boxes.
        channel: its name.
        known: statements of facts by their id.
        lang: language of the interface.
    """
    if case.state not in ("in_review", "approved", "sent"):
        return ""
    digest = approval_digest(case.channel, draft)
    kept = digest == approval_digest(case.channel, case.draft)
    title = f"✓ {w.APPROVED.of(lang)}" if case.state != "in_review" else w.SIGNATURES.of(lang)
    rows = [(w.HASH, f"<code>{esc(digest)}</code>")]
    if draft is not None:
        ids = dict.fromkeys(fact for sentence in draft.sentences for fact in sentence.facts)
        facts = "<br>".join(_fact(each, known, lang) for each in ids)
        pieces = [
            (words.CHANNEL, esc(channel)),
            (w.SPEAKER, esc(names.SPEAKERS[draft.speaker].of(lang))),
            (w.SUBJECT, esc(draft.subject or "")),
            (w.TEXT, lines(draft.text)),
            (w.STATEMENT, lines(draft.statement or "")),
            (w.FACTS, facts or esc(w.NO_FACTS.of(lang))),
        ]
        rows = [*((name, inner) for name, inner in pieces if inner), *rows]
    listed = "".join(f"<dt>{esc(name.of(lang))}</dt><dd>{inner}</dd>" for name, inner in rows)
    listed = f'<dl class="pb-facts">{listed}</dl>'
    notes = ""
    if not kept:
        notes = f'<p class="pb-mend">{esc(w.CHANGED.of(lang))}</p>'
        if case.signatures:
            notes += f'<p class="pb-mend">{esc(w.VOIDS.of(lang).format(n=len(case.signatures)))}</p>'
    unsent = f"<p>{esc(w.NOT_SENT.of(lang))}</p>" if case.state == "approved" and draft else ""
    name = "pb-told" if case.state != "in_review" else "pb-coverbox"
    return (
        f'<div class="pb-covers {name}"><h3 class="pb-name">{esc(title)}</h3>{unsent}{signatures(case, lang)}'
        f"{notes}{details(w.COVERS.of(lang), listed, unfolded=True)}</div>"
    )


def _fact(fact: str, known: dict[str, str], lang: Lang) -> str:
    if fact == "message":
        return esc(w.FROM_MESSAGE.of(lang))
    return f"{esc(known.get(fact, ''))} <code>{esc(fact)}</code>"


def signatures(case: Case, lang: Lang) -> str:
    """The signatures that a case needs, and those that it has."""
    if not case.seats:
        return ""
    count = Counter(seat(each, lang) for each in case.seats)
    need = ", ".join(w.SEAT_COUNT.of(lang).format(seat=name, n=n) for name, n in count.items())
    title = w.SEATS_LEFT.of(lang).format(need=need, have=len(case.signatures))
    rows = "".join(f"<li>✓ {_signature(each, lang)}</li>" for each in case.signatures)
    rows += "".join(f"<li>○ {_waiting(each, lang)}</li>" for each in open_seats(case))
    return f'<p class="pb-seatline"><b>{esc(title)}</b></p><ul class="pb-seats">{rows}</ul>'


def _signature(signature: Signature, lang: Lang) -> str:
    checked = (w.CHECKED if signature.verified else w.UNCHECKED).of(lang)
    instead = f" ({w.INSTEAD.of(lang).format(name=signature.instead_of)})" if signature.instead_of else ""
    said = f"{seat(signature.seat, lang)}: {w.SIGNED_BY.of(lang).format(name=signature.by)}{instead}"
    return f'<b>{esc(said)}</b> <time>{moment(signature.at)}</time> <span class="pb-num">{esc(checked)}</span>'


def _waiting(needed: Seat, lang: Lang) -> str:
    return f"{esc(seat(needed, lang))} — {esc(w.WAITS.of(lang))}"


def left_to_sign(case: Case, lang: Lang) -> str:
    """The seats that wait for somebody, in words."""
    return ", ".join(seat(each, lang) for each in open_seats(case))


def sent(case: Case, lang: Lang) -> str:
    """What a person says has been posted; loud where it is not what was approved."""
    if case.sent is None or case.draft is None:
        return ""
    said = (w.SENT_AS if case.sent.as_approved else w.SENT_OTHER).of(lang)
    differs = "" if case.sent.as_approved else changed(case.draft.text, case.sent.text, lang)
    name, shape = ("pb-told", "✓") if case.sent.as_approved else ("pb-refused", "⚠")
    return (
        f'<div class="{name}"><h3 class="pb-name">{shape} {esc(w.SENT.of(lang))}: {esc(said)}</h3>'
        f"<p>{esc(case.sent.where)} · <time>{moment(case.sent.at)}</time> · {esc(case.sent.by)}</p>{differs}</div>"
    )


def steps(case: Case, lang: Lang) -> str:
    """The steps of ISO 10002 with their times."""
    rows = ""
    for step in get_args(Milestone):
        if step not in case.milestones and not asked_for(step, case):
            continue
        at = case.milestones.get(step) or (case.created_at if step == "received" else None)
        mark, said = ("✓", f"<time>{moment(at)}</time>") if at else ("○", esc(w.NOT_YET.of(lang)))
        rows += f"<li><b>{mark} {esc(names.MILESTONES[step].of(lang))}</b> {said}</li>"
    return f'<h3 class="pb-name">{esc(w.STEPS.of(lang))}</h3><ol class="pb-steps">{rows}</ol>'


def asked_for(step: Milestone, case: Case) -> bool:
    """Whether a case may have to take this step; the two that the law asks for are those of a few."""
    if step == "reported":
        return any(signal.id.startswith("intrusion.") for signal in case.triage.signals)
    return step != "notified" or case.triage.topic == "privacy"


def events(case: Case, lang: Lang) -> str:
    """Everything that happened to a case, oldest first."""
    rows = []
    for event in case.events:
        why = f" — {esc(event.reason)}" if event.reason else ""
        verb = names.VERBS[event.verb].of(lang) if event.verb in names.VERBS else event.verb
        rows.append(
            f"<li><time>{moment(event.at)}</time> <b>{esc(event.by)}</b> {esc(verb)}{why} "
            f"<code>{esc(event.text_hash[:12])}</code></li>"
        )
    inner = f'<ol class="pb-events">{"".join(rows)}</ol>'
    return details(w.HISTORY.of(lang).format(n=len(rows)), inner) if rows else ""


def versions(found: Sequence[Version], lang: Lang) -> str:
    """Every wording of a case, latest first, each with what it changed."""
    rows = []
    for number, version in enumerate(found):
        before = found[number - 1] if number else None
        texts = [version.text, *([version.statement] if version.statement else [])]
        shown = [f"<p>{lines(text)}</p>" for text in texts]
        if before is not None:
            shown = [changed(before.text, version.text, lang)]
            if (before.statement or "") != (version.statement or ""):
                shown.append(changed(before.statement or "", version.statement or "", lang))
        verb = names.VERBS[version.verb].of(lang) if version.verb in names.VERBS else version.verb
        why = f" — {version.reason}" if version.reason else ""
        title = f"{w.VERSION.of(lang).format(n=number + 1)} · {version.by} {verb} · {moment(version.at)}{why}"
        rows.append(details(title, "".join(shown)))
    return details(w.VERSIONS.of(lang).format(n=len(rows)), "".join(reversed(rows))) if rows else ""


def notes(found: Sequence[Comment], lang: Lang) -> str:
    """Internal notes, oldest first."""
    rows = "".join(
        f"<li><b>{esc(note.by)}</b> <time>{moment(note.at)}</time>{_to(note, lang)}<br>{lines(note.text)}</li>"
        for note in found
    )
    inner = f'<ul class="pb-notelist">{rows}</ul>' if rows else f'<p class="pb-hint">{esc(w.NO_NOTES.of(lang))}</p>'
    return f'<h3 class="pb-name">✉ {esc(w.NOTES.of(lang))}</h3>{inner}'


def _to(note: Comment, lang: Lang) -> str:
    if not note.to:
        return ""
    name = names.OWNERS[note.to].of(lang) if note.to in names.OWNERS else note.to
    return f' <span class="pb-num">→ {esc(w.NOTE_TO.of(lang).format(to=name))}</span>'


def facts_of_message(case: Case, channel: str, lang: Lang) -> str:
    """What is known of the author and the reach of a message."""
    context = case.message.context
    reach = [
        name.of(lang).format(n=f"{n:,}")
        for n, name in (
            (context.followers, w.FOLLOWERS),
            (context.shares, w.SHARES),
            (context.prior_contacts, w.PRIOR),
        )
        if n
    ]
    posted = case.message.posted_at
    pieces = [
        (w.AUTHOR, names.AUTHORS[context.author].of(lang) if context.author != "unknown" else ""),
        (w.ACCOUNT, masked_handle(context.handle) if context.handle else ""),
        (w.REACH, ", ".join(reach)),
        (w.POSTED_AT, moment(posted) if posted else ""),
        (w.RECEIVED_AT, moment(case.created_at)),
    ]
    rows = "".join(f"<dt>{esc(name.of(lang))}</dt><dd>{esc(said)}</dd>" for name, said in pieces if said)
    return f'<dl class="pb-facts pb-context"><dt>{esc(channel)}</dt><dd><code>{esc(case.id)}</code></dd>{rows}</dl>'


def earlier(found: Sequence[Case], lang: Lang) -> str:
    """What the same author sent before, latest first, each leading to its case; personal data stays masked."""
    rows = "".join(
        f'<li><time>{moment(case.created_at)}</time> <a href="?case={esc(case.id)}">'
        f"{esc(names.STATES[case.state].of(lang))}</a> {esc(shortened(case.message.text, lang))}</li>"
        for case in found[:MOST_EARLIER]
    )
    more = len(found) - MOST_EARLIER
    rest = f'<p class="pb-hint">{esc(w.MORE_EARLIER.of(lang).format(n=more))}</p>' if more > 0 else ""
    return details(w.EARLIER.of(lang).format(n=len(found)), f"<ul>{rows}</ul>{rest}", unfolded=True) if rows else ""
