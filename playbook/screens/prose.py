"""Text as HTML: everything that was written by others passes through here and is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
_RULE = re.compile(r"\|[\s:|-]+\|?")


def esc(text: object) -> str:
    """Text that cannot be taken for markup."""
    return html.escape(str(text), quote=True)


def lines(text: str) -> str:
    """Escaped text that keeps its line breaks."""
    return esc(text).replace("\n", "<br>")


def shorter(text: str, most: int) -> str:
    """The start of a text; where it goes on, that it does.

    >>> shorter("abcdef", 6), shorter("abcdef", 5)
    ('abcdef', 'abcd…')
    """
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def bullets(items: Iterable[str], name: str = "") -> str:
    """An escaped list; nothing where there are no items."""
    inner = "".join(f"<li>{esc(item)}</li>" for item in items)
    return f'<ul class="{name}">{inner}</ul>' if inner else ""


def details(summary: str, inner: str, name: str = "", *, unfolded: bool = False) -> str:
    """Something one tap away; ``inner`` is HTML."""
    state = " open" if unfolded else ""
    return f'<details class="pb-more {name}"{state}><summary>{esc(summary)}</summary><div>{inner}</div></details>'


def passage(text: str) -> str:
    """The prose of a card: paragraphs, lists, tables, bold and code, nothing else."""
    return "".join(_block(block.splitlines()) for block in re.split(r"\n\s*\n", text.strip()))


def _block(rows: Sequence[str]) -> str:
    if all(row.lstrip().startswith("|") for row in rows):
        return _table(rows)
    if all(_ITEM.match(row) for row in rows):
        inner = "".join(f"<li>{_inline(_ITEM.sub('', row))}</li>" for row in rows)
        return f"<ul>{inner}</ul>"
    return f"<p>{_inline(' '.join(row.strip() for row in rows))}</p>"


def _table(rows: Sequence[str]) -> str:
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows if not _RULE.fullmatch(row)]
    head = "".join(f"<th>{_inline(cell)}</th>" for cell in cells[0])
    body = "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in cells[1:])
    return f'<div class="pb-wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<strong>\1</strong>", esc(text)))
