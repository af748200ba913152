"""An evidence pack as one page for people: nothing is loaded from anywhere, everything in it is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from playbook.records import Bilingual
from playbook.review import names
from playbook.review.audit import Entry
from playbook.review.differences import pieces
from playbook.review.evidence import Matter

Json = dict[str, Any]

_STYLE = """
:root{color-scheme:light dark;--line:#8886;--soft:#8881}
body{font:15px/1.65 'Pretendard','Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',system-ui,sans-serif;
  max-width:60rem;margin:2rem auto;padding:0 1rem;word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:2px solid var(--line)}h3{font-size:1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
.text{white-space:pre-wrap;background:var(--soft);border-left:3px solid var(--line);padding:.6rem .8rem;margin:.5rem 0}
ins{background:#2a7d4f33;text-decoration:underline}del{background:#b3362b33}
small{opacity:.8}code{font-size:.85em;overflow-wrap:anywhere}
@media print{body{max-width:none;margin:0}tr,.text{break-inside:avoid}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(given: Matter, entries: Sequence[Entry], about: Sequence[tuple[Bilingual, str]]) -> str:
    """The whole page.

    Args:
        given: the rows.
        entries: the entries of the log that are given in full.
        about: what has to be said of the pack itself, name and value.
    """
    rows: dict[str, list[Json]] = {}
    for row in given.rows:
        table, number = row.key.split("/")[:2]
        content = json.loads(row.shown)
        # a message does not say whose it is; its key does
        rows.setdefault(table, []).append(content | {"case": number} if table == "messages" else content)
    title = f"{given.subject} — 증거 자료 · evidence"
    return "\n".join([
        "<!doctype html>",
        '<html lang="ko"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(title)}</h1>",
        *_list((name, escape(value)) for name, value in about),
        *_issue(rows),
        *(line for each in rows.get("cases", []) for line in _case(each["case"], rows)),
        *_timeline(entries),
        *_digests(given),
        "</main></body></html>\n",
    ])  # fmt: skip


def _b(ko: str, en: str) -> Bilingual:
    return Bilingual(ko=ko, en=en)


def _both(text: Bilingual) -> str:
    return f'{escape(text.ko)} <small lang="en">{escape(text.en)}</small>'


def _word(table: Mapping[Any, Bilingual], name: object) -> str:
    found = table.get(str(name))
    return _both(found) if found else escape(str(name))


def _level(severity: int) -> str:
    return f"{severity} {_word({str(level): word for level, (_, word, _) in names.LEVELS.items()}, severity)}"


def _head(level: int, ko: str, en: str) -> str:
    return f"<h{level}>{_both(_b(ko, en))}</h{level}>"


def _list(pairs: Iterable[tuple[Bilingual, str]]) -> list[str]:
    lines = [f'<tr><th scope="row">{_both(name)}</th><td>{value}</td></tr>' for name, value in pairs if value]
    return ['<div class="scroll"><table>', *lines, "</table></div>"]


def _table(names: Sequence[Bilingual], rows: Iterable[Sequence[str]]) -> list[str]:
    top = "".join(f'<th scope="col">{_both(name)}</th>' for name in names)
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return ['<div class="scroll"><table>', f"<thead><tr>{top}</tr></thead><tbody>", *lines, "</tbody></table></div>"]


def _text(text: str, lang: str = "") -> str:
    said = f' lang="{lang}"' if lang in ("ko", "en") else ""
    return f'<div class="text"{said}>{escape(text)}</div>'


def _time(moment: object) -> str:
    return f"<time>{escape(str(moment or '')[:19].replace('T', ' '))}</time>"


_WHEN, _WHO, _WHY = _b("때 (UTC)", "when (UTC)"), _b("누가", "who"), _b("이유", "why")


def _issue(rows: Mapping[str, list[Json]]) -> Iterator[str]:
    for issue in rows.get("issues", []):
        yield _head(2, f"사안 {issue['id']}: {issue['title']}", "issue")
    facts = rows.get("facts", [])
    if facts:
        yield _head(3, "사실과 그 변경", "facts and their versions")
        columns = [_b("번호", "id"), _b("내용", "statement"), _b("상태", "status"), _WHO, _WHEN, _b("출처", "source"),
                 _b("대신함", "in place of")]  # fmt: skip
        yield from _table(columns, ([
            f"<code>{escape(fact['id'])}</code>", escape(fact["statement"]),
            _both(_b("철회됨", "withdrawn")) if fact["withdrawn"] else _both(names.FACTS[fact["status"]][1]),
            escape(fact["by"]), _time(fact["at"]), escape(fact["source"]), escape(fact["supersedes"]),
        ] for fact in facts))  # fmt: skip


def _case(case: Json, rows: Mapping[str, list[Json]]) -> Iterator[str]:
    triage, number = case["triage"], case["id"]
    yield _head(2, f"안건 {number}", "case")
    yield from _list([
        (_b("상태", "state"), _word(names.STATES, case["state"])),
        (_b("채널", "channel"), escape(case["channel"])),
        (_b("종류", "kind"), _word(names.KINDS, triage["kind"])),
        (_b("주제", "topic"), _word(names.TOPICS, triage["topic"])),
        (_b("수준", "level"), _level(triage["severity"])),
        (_b("자세", "stance"), _word(names.STANCE_NAMES, triage["stance"])),
        (_b("판단 근거", "reasons"), "<br>".join(
            f"<code>{escape(reason['rule'])}</code> {escape(reason['because'])}" for reason in triage["reasons"])),
    ])  # fmt: skip
    for message in _of(rows, "messages", case):
        yield _head(3, "받은 글", "the message")
        yield _text(message["text"], triage["lang"])
    yield from _wordings(_of(rows, "drafts", case))
    yield from _signatures(case)
    if case["sent"]:
        sent = case["sent"]
        same = _b("승인한 글과 같음", "as approved")
        if not sent["as_approved"]:
            same = _b("승인한 글과 다름", "not as approved")
        yield _head(3, "내보낸 글", "the text that was sent")
        yield f"<p>{_time(sent['at'])} · {escape(sent['where'])} · {escape(sent['by'])} · {_both(same)}</p>"
        yield _text(sent["text"])
    yield from _promises(_of(rows, "promises", case))
    notes = _of(rows, "comments", case)
    if notes:
        yield _head(3, "내부 메모", "internal notes")
        shown = ([_time(note["at"]), escape(note["by"]), escape(note["text"])] for note in notes)
        yield from _table([_WHEN, _WHO, _b("내용", "text")], shown)


def _of(rows: Mapping[str, list[Json]], table: str, case: Json) -> list[Json]:
    return [each for each in rows.get(table, []) if each["case"] == case["id"]]


def _wordings(versions: Sequence[Json]) -> Iterator[str]:
    if versions:
        yield _head(3, "답변 문안과 고친 곳", "each wording, and what was changed")
    before: Json | None = None
    for each in versions:
        why = f" · {escape(each['reason'])}" if each["reason"] else ""
        yield (
            f"<p><strong>v{each['version']}</strong> {_time(each['at'])} · {escape(each['by'])} · "
            f"{_word(names.ACTS, each['verb'])}{why}<br><code>{escape(each['digest'])}</code></p>"
        )
        for field in ("text", "statement"):
            if each[field]:
                old = before[field] if before else None
                shown = differences(old, each[field]) if old else escape(each[field])
                yield f'<div class="text">{shown}</div>'
        before = each


def differences(before: str, after: str) -> str:
    """Two texts as one, in HTML: what has gone is struck out, what has come is underlined."""
    shown: list[str] = []
    for piece in pieces(before, after):
        gone, come = escape(piece.old), escape(piece.new)
        if piece.old == piece.new:
            shown.append(come)
            continue
        shown += [f"<del>{gone}</del>"] * bool(gone) + [f"<ins>{come}</ins>"] * bool(come)
    return "".join(shown)


def _signatures(case: Json) -> Iterator[str]:
    if not case["signatures"]:
        return
    yield _head(3, "승인 서명", "signatures")
    columns = [_WHO, _b("자격", "as"), _WHEN, _b("대신하여", "instead of"), _b("로그인 확인", "logged in"),
             _b("서명한 내용의 다이제스트", "digest of what was signed")]  # fmt: skip
    yield from _table(columns, ([
        escape(each["by"]), _word(names.ROLES, each["seat"]["role"]) + (
            f" ({each['seat']['team']})" if each["seat"]["team"] else ""
        ), _time(each["at"]), escape(each["instead_of"]), _both(_b("예", "yes") if each["verified"] else
        _b("아니요", "no")), f"<code>{escape(each['digest'])}</code>",
    ] for each in case["signatures"]))  # fmt: skip
    if case["approved_hash"]:
        yield f"<p>{_both(_b('승인된 내용', 'what is approved'))}: <code>{escape(case['approved_hash'])}</code></p>"


def _promises(tasks: Sequence[Json]) -> Iterator[str]:
    if tasks:
        yield _head(3, "약속", "promises")
        columns = [_b("약속", "promise"), _b("기한 (UTC)", "due (UTC)"), _b("담당", "owner"), _b("상태", "state")]
        yield from _table(columns, ([
            escape(task["what"]), _time(task["due"]), escape(task["owner"]), _both(names.PROMISES[task["state"]]),
        ] for task in tasks))  # fmt: skip


def _timeline(entries: Sequence[Entry]) -> Iterator[str]:
    yield _head(2, "경과", "timeline")
    columns = [_b("순번", "entry"), _WHEN, _WHO, _b("한 일", "act"), _b("대상", "subject"), _WHY, _b("접속", "from")]
    yield from _table(columns, ([
        f"{each.seq}<br><code>{each.hash[:16]}…</code>", _time(each.at), escape(each.by), _word(names.ACTS, each.verb),
        f"<code>{escape(each.subject)}</code>", escape(each.why), escape(each.source),
    ] for each in entries))  # fmt: skip


def _digests(given: Matter) -> Iterator[str]:
    yield _head(2, "기록의 다이제스트", "digests of the rows")
    left_out = _b("개인정보를 가려 실음: 원문은 다이제스트로만 확인", "given masked; the original only by its digest")
    yield from _table([_b("기록", "row"), _b("SHA-256", "SHA-256"), _b("비고", "note")], ([
        f"<code>{escape(row.key)}</code>", f"<code>{escape(row.digest)}</code>", _both(left_out) if row.masked else "",
    ] for row in given.rows))  # fmt: skip
