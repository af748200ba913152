"""A company's own documents: what becomes a heading, what becomes text, and what is refused."""

from __future__ import annotations

import io
import itertools
import re
import unicodedata
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from playbook.errors import KnowledgeError
from playbook.library.documents import LARGEST, LONGEST, SUFFIXES, Document, read_document, split

Sections = list[tuple[str, str]]


def kept(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def shown(document: Document) -> Sections:
    """Headings and texts; how many blanks part two words is no matter."""
    return [(section.heading, " ".join(section.text.split())) for section in document.sections]


MARKDOWN: dict[str, tuple[str, str, Sections]] = {
    "headings by level": (
        "# 매뉴얼\n머리\n## 환불\n가\n### 예외\n나\n#### 선물\n다\n## 교환\n라\n",
        "매뉴얼",
        [("매뉴얼", "머리"), ("환불", "가"), ("환불 › 예외", "나"), ("환불 › 예외 › 선물", "다"), ("교환", "라")],
    ),
    "a level left out": ("## 환불\n가\n#### 선물\n나\n", "이름", [("환불", "가"), ("환불 › 선물", "나")]),
    "two titles are two headings": ("# 환불\n가\n# 교환\n나\n", "이름", [("환불", "가"), ("교환", "나")]),
    "no heading": ("가\n\n나\n", "이름", [("이름", "가 나")]),
    "text before the first heading": ("가\n## 환불\n나\n", "이름", [("이름", "가"), ("환불", "나")]),
    "no blank after the mark": ("#환불\n가\n", "이름", [("이름", "#환불 가")]),
    "more marks than levels": ("####### 환불\n가\n", "이름", [("이름", "####### 환불 가")]),
    "a comment in a program": (
        "## 환불\n```sh\n# no heading\n```\n나\n", "이름", [("환불", "```sh # no heading ``` 나")],
    ),
    "a program that never ends": ("## 환불\n~~~\n## 교환\n", "이름", [("환불", "~~~ ## 교환")]),
    "a heading with nothing under it": (
        "# 매뉴얼\n## 환불\n가\n### 선물\n## 교환\n나\n",
        "매뉴얼",
        [("환불", "가 선물"), ("교환", "나")],
    ),
    "a list of headings": ("## 환불\n### 1. 접수\n### 2. 확인\n", "이름", [("환불", "1. 접수 2. 확인")]),
    "nothing but headings": ("# 매뉴얼\n# 환불\n", "이름", [("이름", "매뉴얼 환불")]),
    "a heading without words": ("# **\n가\n## \n나\n", "이름", [("이름", "가 나")]),
    "marks in a heading": ("## **환불** | `Refunds`\n가\n", "이름", [("환불 Refunds", "가")]),
    "blanks of other kinds": ("## 환불\t접수\n가\u3000나\u00a0다\t라\n", "이름", [("환불 접수", "가 나 다 라")]),
    "lines of Windows": ("## 환불\r\n가\r\n", "이름", [("환불", "가")]),
    "lines of an old Mac": ("## 환불\r가\r나\r", "이름", [("환불", "가 나")]),
    "signs that nobody sees": ("\ufeff## 환불\n가\x00나\u200b다\n", "이름", [("환불", "가나다")]),
    "Hangul in pieces": (unicodedata.normalize("NFD", "## 환불\n각각\n"), "이름", [("환불", "각각")]),
    "no text": ("\n \n##\n", "이름", []),
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "title", "sections"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown(markdown: str, title: str, sections: Sections) -> None:
    """Sections in order under the headings above them; a title that stands once is that of the document."""
    document = split(markdown, unicodedata.normalize("NFD", "이름"))

    assert (title, sections) == (document.title, shown(document))


def test_a_long_section() -> None:
    """It is split at the ends of sentences into parts that are counted, and no part is longer than allowed."""
    sentences = [f"{number}번째 문장은 그 앞의 문장과 다르지 않다." for number in range(150)]
    document = split("## 긴 글\n" + " ".join(sentences) + "\n## 짧은 글\n끝이다.\n", "이름")
    *parts, last = document.sections

    assert len(parts) > 2
    assert [f"긴 글 ({number}/{len(parts)})" for number in range(1, len(parts) + 1)] == [part.heading for part in parts]
    assert last == ("짧은 글", "끝이다.")
    assert [part for part in parts if len(part.text) > LONGEST or not part.text.endswith("다.")] == []
    assert sentences == re.findall(r"\d+번째 [^.]*\.", " ".join(part.text for part in parts))


MARKS = st.sampled_from(
    ["", "", "# ", "## ", "### ", "#### ", "###### ", "##", "- ", "1. ", "> ", "    ", "\t", "```", "~~~"]
)


@given(
    lines=st.lists(st.tuples(MARKS, st.integers(0, 4)), max_size=30),
    blank=st.sampled_from([" ", "\t", "\u3000", "\u00a0"]),
    end=st.sampled_from(["\n", "\n\n", "\r\n", "\r"]),
    rest=st.sampled_from([0, 400]),
)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost(lines: list[tuple[str, int]], blank: str, end: str, rest: int) -> None:
    """Whatever stands in a Markdown text stands in its title, a heading or a section, however long it is."""
    words = (f"낱말{number}" for number in itertools.count())
    written = [mark + blank.join(itertools.islice(words, count)) for mark, count in lines]
    written.append(blank.join(itertools.islice(words, rest)))

    document = split(end.join(written), "이름")

    said = " ".join([document.title, *(text for section in document.sections for text in section)])
    assert set(re.findall("낱말[0-9]+", " ".join(written))) == set(re.findall("낱말[0-9]+", said))


MANUAL = "# 환불 매뉴얼\n\n## 접수\n\n주문 번호를 먼저 묻는다.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("suffix", [".md", ".markdown", ".MD"])
def test_markdown_in_every_encoding(tmp_path: Path, suffix: str, encoding: str) -> None:
    """Korean offices save in CP949 and UTF-16 too; the text is the same."""
    document = read_document(kept(tmp_path / f"a{suffix}", MANUAL.encode(encoding)))

    assert (document.title, shown(document)) == ("환불 매뉴얼", [("접수", "주문 번호를 먼저 묻는다.")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_html_and_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    """The name of the file is the title where nothing else is."""
    html = read_document(kept(tmp_path / "환불.html", "<h2>접수</h2><p>주문 번호를 묻는다.</p>".encode(encoding)))
    text = read_document(kept(tmp_path / "환불.txt", "1. 접수\n주문 번호를 묻는다.".encode(encoding)))

    assert (html.title, shown(html)) == ("환불", [("접수", "주문 번호를 묻는다.")])
    assert (text.title, shown(text)) == ("환불", [("1. 접수", "주문 번호를 묻는다.")])


TEXT: dict[str, tuple[str, Sections]] = {
    "numbered lines": (
        "1. 접수\n번호를 묻는다.\n2) 송금\n사흘 안에 한다.",
        [("1. 접수", "번호를 묻는다."), ("2) 송금", "사흘 안에 한다.")],
    ),
    "numbers with points": ("1.2. 접수\n번호를 묻는다.", [("1.2. 접수", "번호를 묻는다.")]),
    "articles": (
        "제1조 목적\n이 지침은 환불을 다룬다.\n제 2 장 송금\n사흘.",
        [("제1조 목적", "이 지침은 환불을 다룬다."), ("제 2 장 송금", "사흘.")],
    ),
    "letters": ("가. 접수\n번호를 묻는다.", [("가. 접수", "번호를 묻는다.")]),
    "marks": ("■ 접수\n번호를 묻는다.\n[송금]안내\n사흘.", [("■ 접수", "번호를 묻는다."), ("[송금]안내", "사흘.")]),
    "questions and answers": (
        "Q. 환불은 언제 되나요?\nA. 사흘 안에 됩니다.\n\nQ2: 교환도 되나요?\n네.\n질문 3. 선물도요?\n답. 됩니다.",
        [
            ("Q. 환불은 언제 되나요?", "A. 사흘 안에 됩니다."),
            ("Q2: 교환도 되나요?", "네."),
            ("질문 3. 선물도요?", "답. 됩니다."),
        ],
    ),
    "sentences with a number": (
        "1. 주문 번호를 먼저 묻는다.\n2. 받은 날을 적는다.",
        [("이름", "1. 주문 번호를 먼저 묻는다. 2. 받은 날을 적는다.")],
    ),
    "a number that counts": ("3일 안에 답한다\n사과한다.", [("이름", "3일 안에 답한다 사과한다.")]),
    "a numbered line that is too long": (f"1. {'환불 ' * 30}\n번호.", [("이름", f"1. {'환불 ' * 30}번호.")]),
    "a numbered line at the end": ("번호를 묻는다.\n1. 접수", [("이름", "번호를 묻는다. 1. 접수")]),
    "a list": (
        "■ 접수\n번호를 묻는다.\n1. 하나\n2. 둘\n3. 셋\n■ 송금\n사흘.",
        [("■ 접수", "번호를 묻는다. 1. 하나 2. 둘 3. 셋"), ("■ 송금", "사흘.")],
    ),
    "a question that nobody answers": (
        "Q. 환불은요?\nQ. 교환은요?\n됩니다.",
        [("이름", "Q. 환불은요?"), ("Q. 교환은요?", "됩니다.")],
    ),
    "marks of Markdown": ("## 접수\n번호를 묻는다.", [("이름", "\\## 접수 번호를 묻는다.")]),
}


@pytest.mark.parametrize(("text", "sections"), TEXT.values(), ids=TEXT.keys())
def test_plain_text(tmp_path: Path, text: str, sections: Sections) -> None:
    """Short lines with a number or a mark and questions are headings, where something stands under them."""
    document = read_document(kept(tmp_path / "이름.txt", text))

    assert sections == shown(document)


HTML = """<!doctype html><html><head><title>꼬리표</title><script>var secret = "evil"</script></head>
<body onload="evil()"><nav>evil</nav><h1>환불 매뉴얼</h1><!-- evil -->
<p>처음 <a href="javascript:evil()">읽을</a> 글</p>
<h2>접수</h2><p>주문_번호와 *날짜*를 묻는다.</p><script>evil()</script><style>.evil {}</style>
<h3>예외</h3><ul><li>선물<ul><li>상품권</li></ul></li></ul><img src="evil" onerror="evil()" alt="evil">
<noscript>evil</noscript><template>evil</template><iframe src="evil">evil</iframe><svg><text>evil</text></svg>
<h2>송금</h2><table><tr><th>카드</th><th>사흘</th></tr></table><pre># 명령</pre><footer>evil</footer>
<p>&lt;script&gt;라고 적어도 글이다.</p></body></html>"""


@pytest.mark.parametrize("suffix", [".html", ".htm"])
def test_html(tmp_path: Path, suffix: str) -> None:
    """Headings by level, words of links, lists and tables as they are written, and nothing of what is no text."""
    document = read_document(kept(tmp_path / f"a{suffix}", HTML))
    headings, texts = zip(*shown(document), strict=True)

    assert document.title == "환불 매뉴얼"
    assert headings == ("환불 매뉴얼", "접수", "접수 › 예외", "송금")
    assert texts[:3] == ("처음 읽을 글", "주문_번호와 *날짜*를 묻는다.", "* 선물 + 상품권")
    assert [word for word in ("카드", "사흘", "# 명령", "<script>라고 적어도 글이다.") if word not in texts[3]] == []
    assert "evil" not in str(document)


def in_word(path: Path) -> Path:
    """A manual as Word saves it, with the style names of an English and of a Korean Word."""
    word = docx.Document()
    for number in (1, 2):
        word.styles.add_style(f"제목 {number}", WD_STYLE_TYPE.PARAGRAPH)
    word.sections[0].header.paragraphs[0].text = "대외비"
    word.add_heading("환불 매뉴얼", 0)
    word.add_paragraph("상담원이 읽는다.")
    word.add_heading("접수", 1)
    word.add_paragraph("주문_번호를 **먼저** 묻는다.\t그다음 <script>를 적는다.")
    word.add_heading("예외", 2)
    word.add_paragraph("선물", style="List Number")
    word.add_paragraph("상품권", style="List Bullet")
    word.add_paragraph("송금", style="제목 1")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "카드", "사흘"
    word.add_paragraph("해외", style="제목 2")
    word.add_paragraph("한 주가 걸린다.")
    word.save(str(path))
    return path


def test_docx(tmp_path: Path) -> None:
    """Headings by level under either style name, lists and tables kept, the text as it was typed."""
    document = read_document(in_word(tmp_path / "a.docx"))
    headings, texts = zip(*shown(document), strict=True)

    assert document.title == "환불 매뉴얼"
    assert headings == ("환불 매뉴얼", "접수", "접수 › 예외", "송금", "송금 › 해외")
    assert texts[1] == "주문_번호를 **먼저** 묻는다. 그다음 <script>를 적는다."
    assert texts[2] == "1. 선물 * 상품권"
    assert re.findall("[가-힣]+", texts[3]) == ["카드", "사흘"]
    assert texts[4] == "한 주가 걸린다."
    assert "대외비" not in str(document)


PAGES = """<!doctype html><html lang="ko"><meta charset="utf-8"><style>
body { font: 12pt "Noto Sans CJK KR", sans-serif } .page { break-before: page }</style><body>
<h1>환불 매뉴얼</h1><p>상담원이 환불을 안내할 때 읽는다.</p>
<h2>접수</h2><p>주문 번호를 먼저 묻고, 받은 날을 적는다.</p>
<ol><li>주문 번호 확인</li><li>결제 수단 확인</li><li>송금 날짜 안내</li></ol>
<h2 class="page">송금</h2><p>확인을 마치면 사흘 안에 보낸다.</p><p><b>해외 카드</b></p><p>한 주가 걸린다고 알린다.</p>
<h2 class="page">거절</h2><p>약관의 근거를 밝힌다. # 표는 제목이 아니다.</p></body></html>"""
EVERY_PAGE = {
    "display_header_footer": True,
    "header_template": '<div style="font-size: 8px">대외비 상담팀 전용</div>',
    "footer_template": '<div style="font-size: 8px"><span class="pageNumber"></span> / 3쪽</div>',
    "margin": {"top": "20mm", "bottom": "20mm"},
}


def printed(html: str, path: Path, **options: object) -> Path:
    """A page as Chromium prints it, in a thread of its own: one that drives a browser already cannot start another."""

    def run() -> None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.set_content(html)
            page.pdf(path=path, **options)
            browser.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()
    return path


@pytest.mark.browser
def test_pdf(tmp_path: Path) -> None:
    """Larger and bolder lines are headings, a numbered list is text, and what stands on every page is left out."""
    document = read_document(printed(PAGES, tmp_path / "a.pdf", **EVERY_PAGE))

    assert document.title == "환불 매뉴얼"
    assert shown(document) == [
        ("환불 매뉴얼", "상담원이 환불을 안내할 때 읽는다."),
        ("접수", "주문 번호를 먼저 묻고, 받은 날을 적는다. 1. 주문 번호 확인 2. 결제 수단 확인 3. 송금 날짜 안내"),
        ("송금", "확인을 마치면 사흘 안에 보낸다."),
        ("송금 › 해외 카드", "한 주가 걸린다고 알린다."),
        ("거절", "약관의 근거를 밝힌다. # 표는 제목이 아니다."),
    ]


@pytest.mark.browser
def test_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    """A picture of text has no text, and half a file is no file; each is told with what to do."""
    scan = printed("<svg width=200 height=200><circle r=90 cx=99 cy=99></circle></svg>", tmp_path / "scan.pdf")
    half = kept(tmp_path / "half.pdf", scan.read_bytes()[:600])

    with pytest.raises(KnowledgeError, match=r"scan\.pdf: no text in it\. Is it a scan\? Run OCR first\.$"):
        read_document(scan)
    with pytest.raises(
        KnowledgeError, match=r"half\.pdf: no PDF that can be read \(.+\); is it protected or cut off\?$"
    ):
        read_document(half)


def a_zip(size: int = 1) -> bytes:
    """An archive that is no DOCX, and whose one member says of itself that it unpacks to ``size`` bytes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as parts:
        parts.writestr("word/document.xml", "x")
    written = bytearray(raw.getvalue())
    place = written.index(b"PK\x01\x02") + 24  # where the list of members holds the size
    written[place : place + 4] = size.to_bytes(4, "little")
    return bytes(written)


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "a HWP file": ("a.hwp", b"HWP Document File", "Save a HWP file as DOCX or PDF."),
    "a HWPX file": ("a.hwpx", a_zip(), "Save a HWP file as DOCX or PDF."),
    "a picture": ("a.png", b"\x89PNG", f"use one of {', '.join(SUFFIXES)}."),
    "no suffix": ("a", "환불", f"use one of {', '.join(SUFFIXES)}."),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0", f"use one of {', '.join(SUFFIXES)}."),
    "no DOCX": ("a.docx", "환불", "save it again in Word."),
    "an empty DOCX": ("a.docx", b"", "save it again in Word."),
    "another archive": ("a.docx", a_zip(), "save it again in Word."),
    "an archive that fills the disk": ("a.docx", a_zip(5 * LARGEST + 1), "unpacks to more than 500 MiB; split it."),
    "no PDF": ("a.pdf", "환불", "is it protected or cut off?"),
    "an empty PDF": ("a.pdf", b"", "is it protected or cut off?"),
    "no encoding": ("a.txt", b"\xff\x80\x81\xfe", "neither UTF-8 nor CP949; save it as UTF-8."),
    "a page in no encoding": ("a.html", b"<p>\xff\x80\x81\xfe", "neither UTF-8 nor CP949; save it as UTF-8."),
    "an empty text": ("a.txt", b"", "no text in it."),
    "a text of blanks": ("a.md", " \n\t\n", "no text in it."),
    "headings without words": ("a.md", "# \n##\n", "no text in it."),
    "a page of scripts": ("a.html", "<script>환불()</script><style>p {}</style>", "no text in it."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "mend"), BAD.values(), ids=BAD.keys())
def test_a_bad_file(tmp_path: Path, name: str, content: str | bytes, mend: str) -> None:
    """One line names the file and what to do."""
    path = kept(tmp_path / name, content)

    with pytest.raises(KnowledgeError) as raised:
        read_document(path)

    said = str(raised.value)
    assert said.startswith(f"{path}: ")
    assert said.endswith(mend)
    assert "\n" not in said


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path) -> None:
    """It is not read at all."""
    with (path := tmp_path / "large.txt").open("wb") as file:
        file.truncate(LARGEST + 1)

    with pytest.raises(KnowledgeError, match=r"large\.txt: larger than 100 MiB; split it\.$"):
        read_document(path)
    with pytest.raises(KnowledgeError, match=r"none\.md: cannot be read: No such file"):
        read_document(tmp_path / "none.md")


def refusal(path: Path) -> str | None:
    """What a file is refused with; None where it is read."""
    try:
        assert read_document(path).sections
    except KnowledgeError as error:
        return str(error)
    return None


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(content=st.binary(max_size=80))
@settings(max_examples=20, deadline=None)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes) -> None:
    """Whatever a file holds, it is a document or a ``KnowledgeError`` of one line."""
    path = kept(tmp_path_factory.getbasetemp() / f"any{suffix}", content)
    refused = refusal(path)

    assert refused is None or (refused.startswith(f"{path}: ") and "\n" not in refused)
