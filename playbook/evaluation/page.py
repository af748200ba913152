"""A report as one HTML file: nothing is loaded from anywhere, and everything in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from playbook.evaluation.baseline import Change, Comparison
from playbook.evaluation.figures import FIELDS, Figures, Share, measure
from playbook.evaluation.report import NAMES, reasons
from playbook.evaluation.results import Report
from playbook.evaluation.thresholds import Thresholds
from playbook.records import Bilingual

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--good:#2a7d4f;--bad:#b3362b}
body{font:16px/1.6 system-ui,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif;
  max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}
@media(prefers-color-scheme:dark){:root{--good:#6fcf97;--bad:#ff8a7a}}
small{opacity:.75}code{font-size:.9em;overflow-wrap:anywhere}meter{width:6rem}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(
    report: Report, thresholds: Thresholds, broken: list[str] | None, comparison: Comparison | None = None
) -> str:
    """The whole report, with labels in Korean and English."""
    figures = measure(report)
    counts = Bilingual(
        ko=f"시나리오 {figures.scenarios}개: 통과 {figures.passed}, 실패 {figures.failed}, 오류 {figures.errors}",
        en=f"{figures.scenarios} scenarios: {figures.passed} passed, {figures.failed} failed, {figures.errors} errors",
    )
    parts = [
        "<!doctype html>",
        '<html lang="ko"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>Playbook 평가 · evaluation</title><style>{_STYLE}</style></head><body><main>",
        "<h1>Playbook 평가 <small>evaluation</small></h1>",
        f"<p>{_both(counts)}</p>",
        *_broken(broken),
        *_overall(figures, thresholds),
        *_groups(Bilingual(ko="언어별", en="by language"), figures.by_lang),
        *_groups(Bilingual(ko="묶음별", en="by suite"), figures.by_suite),
        *_groups(Bilingual(ko="채널별", en="by channel"), figures.by_channel),
        *_confusions(figures),
        *_comparison(comparison),
        *_failures(report),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _both(text: Bilingual) -> str:
    return f'{escape(text.ko)} <small lang="en">{escape(text.en)}</small>'


def _heading(ko: str, en: str) -> str:
    return f"<h2>{_both(Bilingual(ko=ko, en=en))}</h2>"


def _table(header: Iterable[Bilingual], rows: Iterable[str]) -> list[str]:
    cells = "".join(f'<th scope="col">{_both(name)}</th>' for name in header)
    return ['<div class="scroll"><table>', f"<thead><tr>{cells}</tr></thead><tbody>", *rows, "</tbody></table></div>"]


def _number(share: Share, least: float = 0.0) -> str:
    if share.value is None:
        return '<td class="n">–</td>'
    mark = ' class="bad"' if share.value < least else ""
    return f'<td class="n"><span{mark}>{share.value:.3f}</span> <small>{share.right}/{share.of}</small></td>'


def _broken(broken: list[str] | None) -> list[str]:
    if broken is None:
        asked = Bilingual(
            ko="기준은 모든 묶음을 돌릴 때만 따집니다.", en="Thresholds are asked of a run over all suites only."
        )
        return [f"<p>{_both(asked)}</p>"]
    if not broken:
        return [
            f'<p class="good">{_both(Bilingual(ko="모든 기준에 이르렀습니다.", en="All thresholds are reached."))}</p>'
        ]
    title = Bilingual(ko="기준에 못 미친 것", en="below threshold")
    return [f'<p class="bad">{_both(title)}</p><ul>', *(f"<li>{escape(line)}</li>" for line in broken), "</ul>"]


def _overall(figures: Figures, thresholds: Thresholds) -> list[str]:
    least = dict(thresholds.least)
    rows = []
    for name in (*FIELDS, "all_labels", "crisis_recall", "needs_human"):
        share = figures.accuracy[name] if name in FIELDS else getattr(figures, name)
        bar = f'<meter min="0" max="1" value="{share.value or 0:.3f}"></meter>'
        sure = _number(figures.sure[name]) if name in figures.sure else "<td></td>"
        asked = f"{least[name]:.2f}" if name in least else ""
        rows.append(
            f'<tr><th scope="row">{_both(NAMES[name])}</th>{_number(share, least.get(name, 0.0))}<td>{bar}</td>'
            f'<td class="n">{asked}</td>{sure}</tr>'
        )
    header = (
        Bilingual(ko="항목", en="field"),
        Bilingual(ko="맞은 비율", en="share"),
        Bilingual(ko="막대", en="bar"),
        Bilingual(ko="기준", en="threshold"),
        Bilingual(ko="확신한 것 중", en="where it is sure"),
    )
    return [_heading("정확도", "accuracy"), *_table(header, rows)]


def _groups(title: Bilingual, groups: dict[str, dict[str, Share]]) -> list[str]:
    names = (*FIELDS, "all_labels")
    rows = [
        f'<tr><th scope="row">{escape(group)}</th>{"".join(_number(shares[name]) for name in names)}</tr>'
        for group, shares in groups.items()
    ]
    return [f"<h2>{_both(title)}</h2>", *_table((title, *(NAMES[name] for name in names)), rows)]


def _confusions(figures: Figures) -> list[str]:
    rows = [
        f"<tr><td>{_both(NAMES[one.field])}</td><td>{escape(one.expected)}</td><td>{escape(one.got)}</td>"
        f'<td class="n">{len(one.scenarios)}</td><td><code>{escape(", ".join(one.rules)) or "–"}</code></td>'
        f"<td><code>{escape(', '.join(one.scenarios))}</code></td></tr>"
        for one in figures.confusions
    ]
    header = (
        Bilingual(ko="항목", en="field"),
        Bilingual(ko="기대", en="expected"),
        Bilingual(ko="결과", en="got"),
        Bilingual(ko="횟수", en="times"),
        Bilingual(ko="판단한 규칙", en="deciding rules"),
        Bilingual(ko="시나리오", en="scenarios"),
    )
    return [_heading("혼동", "confusions"), *_table(header, rows)] if rows else []


def _comparison(comparison: Comparison | None) -> list[str]:
    if comparison is None:
        return []

    def rows(changes: tuple[Change, ...], mark: str, word: Bilingual) -> list[str]:
        return [
            f'<tr><td class="{mark}">{_both(word)}</td><td><code>{escape(change.scenario)}</code></td>'
            f"<td>{escape(change.check)}</td><td>{escape(change.told)}</td></tr>"
            for change in changes
        ]

    header = (
        Bilingual(ko="변화", en="change"),
        Bilingual(ko="시나리오", en="scenario"),
        Bilingual(ko="항목", en="field"),
        Bilingual(ko="이유", en="reason"),
    )
    named = [
        f"<p>{_both(title)}: <code>{escape(', '.join(names))}</code></p>"
        for title, names in (
            (Bilingual(ko="새로 생긴 것", en="new"), comparison.new),
            (Bilingual(ko="없어진 것", en="gone"), comparison.gone),
        )
        if names
    ]
    changed = rows(comparison.worse, "bad", Bilingual(ko="나빠짐", en="worse"))
    changed += rows(comparison.better, "good", Bilingual(ko="나아짐", en="better"))
    return [_heading("이전과 비교", "since the baseline"), *_table(header, changed), *named]


def _failures(report: Report) -> list[str]:
    rows = []
    for result in (*report.of("error"), *report.of("failed")):
        word = Bilingual(ko="오류", en="error") if result.error else Bilingual(ko="실패", en="failed")
        told = "<br>".join(escape(reason) for reason in reasons(result))
        rows.append(
            f'<tr><td class="bad">{_both(word)}</td><td>{escape(result.suite)}</td>'
            f"<td><code>{escape(result.id)}</code></td><td>{told}</td></tr>"
        )
    header = (
        Bilingual(ko="결과", en="outcome"),
        Bilingual(ko="묶음", en="suite"),
        Bilingual(ko="시나리오", en="scenario"),
        Bilingual(ko="이유", en="reasons"),
    )
    return [_heading("통과하지 못한 시나리오", "scenarios that did not pass"), *_table(header, rows)] if rows else []
