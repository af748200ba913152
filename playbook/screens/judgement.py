"""The judgement as a card, and the message with the words that decided."""

from __future__ import annotations

from playbook.records import Case, Lang, Triage
from playbook.review import names
from playbook.screens import words as w
from playbook.screens.prose import bullets, details, esc

TALL = 700
"""Characters of a message that stand on the page whole; a longer one is scrolled in a box of its own."""


def badge(triage: Triage, lang: Lang) -> str:
    """Level by word, shape and colour; a level that is not sure says so."""
    shape, word, _ = names.LEVELS[triage.severity]
    unsure = f" · {w.UNSURE_MARK.of(lang)}" if triage.needs_human else ""
    name = f"pb-badge pb-l{triage.severity}" + (" pb-maybe" if triage.needs_human else "")
    return f'<span class="{name}"><span aria-hidden="true">{shape}</span> {esc(word.of(lang) + unsure)}</span>'


def judgement(case: Case, lang: Lang) -> str:
    """The answer first, what it rests on one tap away."""
    triage = case.triage
    why = next((reason.because for reason in triage.reasons if reason.rule.startswith("stance.")), "")
    owners = [names.OWNERS[owner].of(lang) for owner in triage.owners]
    who = esc(f"{owners[0]} ({w.FIRST.of(lang)})" if len(owners) > 1 else owners[0])
    who += "".join(f", {esc(name)}" for name in owners[1:])
    rows = [f"<dt>{esc(w.WHY.of(lang))}</dt><dd>{esc(why)}</dd>"] if why else []
    rows.append(f"<dt>{esc(names.TABLES['owner'].of(lang))}</dt><dd>{who}</dd>")
    if triage.supporting:
        also = ", ".join(names.STANCE_NAMES[stance].of(lang) for stance in triage.supporting)
        rows.append(f"<dt>{esc(w.ALSO.of(lang))}</dt><dd>{esc(also)}</dd>")
    if triage.personal_data:
        sorts = dict.fromkeys(names.PERSONAL[each.type].of(lang) for each in triage.personal_data)
        count = w.HIDDEN_COUNT.of(lang).format(n=len(triage.personal_data))
        rows.append(f"<dt>{esc(w.HIDDEN.of(lang))}</dt><dd>{esc(count)} ({esc(', '.join(sorts))})</dd>")
    doubts = ""
    if triage.needs_human or triage.doubts:
        inner = bullets(triage.doubts)
        doubts = f'<div class="pb-unsure" role="note"><strong>? {esc(w.UNSURE.of(lang))}</strong>{inner}</div>'
    return (
        f'<section class="pb-card pb-judgement pb-edge{triage.severity}{" pb-open" if triage.needs_human else ""}">'
        f'<p class="pb-level">{badge(triage, lang)} <span>{esc(labels(triage, lang))}</span></p>'
        f"<h2>{esc(names.STANCES[triage.stance].of(lang))}</h2>"
        f'<p class="pb-means">{esc(names.LEVELS[triage.severity][1].of(lang))}: '
        f"{esc(names.LEVELS[triage.severity][2].of(lang))}</p>"
        f'{doubts}<dl class="pb-facts">{"".join(rows)}</dl>'
        f"{details(w.RULES.of(lang), _rules(triage, lang))}</section>"
    )


def labels(triage: Triage, lang: Lang) -> str:
    """Kind and topic in words."""
    return f"{names.KINDS[triage.kind].of(lang)} · {names.TOPICS[triage.topic].of(lang)}"


def _rules(triage: Triage, lang: Lang) -> str:
    said = {
        "kind": names.KINDS[triage.kind].of(lang),
        "topic": names.TOPICS[triage.topic].of(lang),
        "severity": names.LEVELS[triage.severity][1].of(lang),
        "stance": names.STANCE_NAMES[triage.stance].of(lang),
        "owner": names.OWNERS[triage.owner].of(lang),
    }
    sure = triage.confidence.model_dump()
    rows = []
    for reason in triage.reasons:
        table = reason.rule.split(".")[0]
        odds = f" <span class='pb-num'>{sure[table]:.0%}</span>" if table in sure else ""
        name = names.TABLES[table].of(lang) if table in names.TABLES else table
        rows.append(
            f"<dt>{esc(name)}</dt><dd><b>{esc(said.get(table, ''))}</b>{odds}<br>{esc(reason.because)}"
            f"<br><code>{esc(reason.rule)}</code></dd>"
        )
    return f'<dl class="pb-facts">{"".join(rows)}</dl>'


def marked(case: Case, lang: Lang, context: str = "") -> str:
    """The message as it came in: deciding words marked, personal data greyed; ``context`` is HTML beneath it."""
    text = case.message.text
    deciding = {at for reason in case.triage.reasons for span in reason.spans for at in range(span.start, span.end)}
    personal = {at for each in case.triage.personal_data for at in range(each.start, each.end)}
    out: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        now = (start in deciding, start in personal)
        if at < len(text) and ((at in deciding), (at in personal)) == now:
            continue
        piece = esc(text[start:at]).replace("\n", "<br>")
        if now[1]:
            piece = f'<span class="pb-pii" title="{esc(w.HIDDEN.of(lang))}">{piece}</span>'
        out.append(f"<mark>{piece}</mark>" if now[0] else piece)
        start = at
    legend = []
    if deciding:
        legend.append(f"<mark>{esc(w.MARKED.of(lang))}</mark>")
    if personal:
        legend.append(f'<span class="pb-pii">{esc(w.HIDDEN.of(lang))}</span>')
    note = f'<p class="pb-legend">{" ".join(legend)}</p>' if legend else ""
    tall = f'class="pb-text pb-tall" tabindex="0" role="region" aria-label="{esc(w.ORIGINAL.of(lang))}"'
    name = tall if len(text) > TALL else 'class="pb-text"'
    return (
        f'<section class="pb-card"><h3 class="pb-name">{esc(w.ORIGINAL.of(lang))}</h3>'
        f'<p {name} lang="{case.triage.lang}">{"".join(out)}</p>{note}{context}</section>'
    )
