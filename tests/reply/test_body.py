"""The body of a statement: its sentences, where they stand, and the statement with others in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.reply.body import body_of

KOREAN = (
    "[사안의 이름]에 대해 사과드립니다\n\n고객 여러분께 말씀드립니다.\n\n"
    "[확인된 사실]. 저희 잘못입니다. 사과드립니다.\n\n"
    "[게시일]\n[회사명] 대표이사 [대표이사 성명]"
)
ENGLISH = "Statement on [event]\n\nTo our customers:\n\nWe are sorry. Details follow by 6 p.m.\n\n[date]\n[chief]"


@pytest.mark.parametrize(
    ("lines", "said", "statement"),
    [
        (
            [(1, "고객 여러분께 말씀드립니다."), (2, "[확인된 사실]."), (2, "저희 잘못입니다."), (2, "사과드립니다.")],
            [True, False, True, True],
            KOREAN,
        ),
        (
            [(1, "To our customers:"), (2, "We are sorry."), (2, "Details follow by 6 p.m.")],
            [False, True, True],
            ENGLISH,
        ),
        ([(1, "본문입니다.")], [True], "제목\n\n본문입니다."),
        ([], [], "제목만 있습니다."),
        ([], [], "제목\n\n[게시일]\n[회사명]"),
        ([], [], ""),
    ],
)
def test_the_sentences_of_a_body(lines: list[tuple[int, str]], said: list[bool], statement: str) -> None:
    """Without title, date and signature; an address that ends in a colon and a bare slot are no prose."""
    body = body_of(statement)

    assert [(line.paragraph, line.text) for line in body.lines] == lines
    assert [line.said for line in body.lines] == said


def test_other_sentences_in_their_place() -> None:
    """All around them stays; what is not named stays, too."""
    body = body_of(KOREAN)

    new = body.saying({3: "모두 저희 잘못입니다."})

    assert new.statement == KOREAN.replace("저희 잘못입니다.", "모두 저희 잘못입니다.")
    assert new.paragraphs() == ("고객 여러분께 말씀드립니다.", "[확인된 사실]. 모두 저희 잘못입니다. 사과드립니다.")
    assert body.saying({}) == body
    assert body.title == "[사안의 이름]에 대해 사과드립니다"


PIECES = st.sampled_from(["안녕하십니까.", "\n\n", "\n", " ", "[게시일]", "Sorry. ", "제목", ":", "\n \n", "ㅋㅋ"])


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60))
def test_any_text_is_a_statement(text: str) -> None:
    """Spans point at what they say, and nothing is lost."""
    body = body_of(text)

    assert [text[line.start : line.end] for line in body.lines] == [line.text for line in body.lines]
    assert body.saying({}) == body
    longer = body.saying({n: f"{line.text}!" for n, line in enumerate(body.lines, 1)})
    assert len(longer.statement) == len(text) + len(body.lines)
    assert [longer.statement[line.start : line.end] for line in longer.lines] == [line.text for line in longer.lines]
