"""The lexical arm: words of a language in any of their forms, analysed once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.library.lexical import BATCH, Lexical, Morphemes, TokenStore, Words
from playbook.records import Lang

KO = ["환불은 사흘 안에 마친다", "배송이 늦으면 먼저 알린다", "iPhone 배터리에서 연기가 났다", ""]
EN = [
    "Refunds are paid within three days.",
    "Late deliveries are announced.",
    "The customer's battery was smoking.",
    "",
]
TEXTS = [f"Refund {number}" for number in range(2 * BATCH + BATCH // 2)]
"""Three batches, the last one half full."""


class Counted:
    """English words; remembers each text that it was asked for, and may kill its process before a batch."""

    def __init__(self, deadly: int = 0) -> None:
        self.asked: list[str] = []
        self._words, self._left = Words(), deadly

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.asked += texts
        return self._words(texts)


def asked(folder: Path | None, texts: Sequence[str], lang: Lang = "en") -> list[str]:
    """What is analysed so that a store knows the tokens of ``texts``, which are the right ones."""
    counted = Counted()
    assert TokenStore(folder).tokens(texts, lang, counted) == Words()(texts)
    return counted.asked


@pytest.fixture(scope="module")
def morphemes() -> Morphemes:
    return Morphemes()


@pytest.fixture(scope="module")
def arms(morphemes: Morphemes) -> dict[Lang, Lexical]:
    nothing = TokenStore(None)
    return {"ko": Lexical(KO, "ko", morphemes, nothing), "en": Lexical(EN, "en", morphemes, nothing)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("환불을 받았습니다", ["환불", "받"]),
        ("이것은 물이다", ["이것", "물"]),
        ("아이폰 iPhone 15", ["아이폰", "iphone", "15"]),
        ("", []),
        ("!!! …", []),
        ("\ud800 환불", ["환불"]),
        ("\ud800", []),
    ],
)
def test_content_morphemes(morphemes: Morphemes, text: str, expected: list[str]) -> None:
    """Particles, endings, the copula and marks are left out; Latin letters are lower-cased."""
    assert morphemes([text]) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Refunds, refunded: REFUND!", ["refund"] * 3),
        ("the customer's 15", ["the", "custom", "15"]),
        ("환불", []),
        ("", []),
    ],
)
def test_stems(text: str, expected: list[str]) -> None:
    """English words are lower-cased and stemmed; nothing else is a word."""
    assert Words()([text]) == [expected]


@pytest.mark.parametrize(
    ("lang", "query", "best"),
    [
        ("ko", "환불이 안 돼요", 0),
        ("ko", "배송은 왜 늦어요", 1),
        ("ko", "IPHONE에 연기가", 2),
        ("en", "refund", 0),
        ("en", "delivery was late", 1),
        ("en", "customers saw smoke", 2),
    ],
)
def test_the_best_document(arms: dict[Lang, Lexical], lang: Lang, query: str, best: int) -> None:
    """It shares words with the query, whatever their form."""
    scores = arms[lang].scores(query)

    assert int(scores.argmax()) == best
    assert scores[best] > 0


@pytest.mark.parametrize(
    ("lang", "query"),
    [("ko", ""), ("ko", "망고 스무디"), ("ko", "refund"), ("en", ""), ("en", "mango"), ("en", "환불")],
)
def test_nothing_in_common(arms: dict[Lang, Lexical], lang: Lang, query: str) -> None:
    """Without a common word every document scores nothing."""
    assert np.array_equal(np.zeros(4, dtype=np.float32), arms[lang].scores(query))


def test_an_empty_document_never_scores(arms: dict[Lang, Lexical]) -> None:
    """It stands in the index and matches nothing, not even its placeholder."""
    assert arms["ko"].scores("환불 배송 연기 ∅")[3] == 0
    assert arms["ko"].scores("환불")[0] > 0


@pytest.mark.parametrize(
    ("lang", "query"), [("ko", "환불이 안 돼요"), ("en", "refund"), ("ko", "망고"), ("en", "mango")]
)
def test_kept_tokens_score_as_fresh_ones(
    arms: dict[Lang, Lexical], morphemes: Morphemes, tmp_path: Path, lang: Lang, query: str
) -> None:
    """Kept the first time, read again the second."""
    documents = KO if lang == "ko" else EN
    for _ in range(2):
        kept = Lexical(documents, lang, morphemes, TokenStore(tmp_path))
        assert np.array_equal(arms[lang].scores(query), kept.scores(query))


# Tokens that are kept


def test_without_a_folder_nothing_is_kept() -> None:
    """Every text is analysed every time."""
    assert [asked(None, ["a b", "c"]) for _ in range(2)] == [["a b", "c"]] * 2


@pytest.mark.parametrize(
    ("before", "after", "analysed"),
    [
        (["a", "b"], ["a", "b"], []),
        (["a", "b"], ["b", "a"], []),
        (["a", "b"], ["b"], []),
        (["a", "b"], ["a", "c", "b"], ["c"]),
        (["a", "b"], ["a ", "B"], ["a ", "B"]),
        ([], ["a", "a", ""], ["a", ""]),
        (["a", ""], ["", "a", "a"], []),
        (["\ud800 a"], ["\ud800 a", "b"], ["b"]),
    ],
)
def test_only_new_texts_are_analysed(tmp_path: Path, before: list[str], after: list[str], analysed: list[str]) -> None:
    """Each once, to the letter; the rest is read from the folder."""
    if before:
        assert asked(tmp_path / "index", before) == before

    assert asked(tmp_path / "index", after) == analysed


def test_each_language_has_its_own(tmp_path: Path, morphemes: Morphemes) -> None:
    """The same text is read in two ways."""
    store, english = TokenStore(tmp_path), Counted()
    for _ in range(2):
        assert store.tokens(["iPhone 환불"], "ko", morphemes) == [["iphone", "환불"]]
        assert store.tokens(["iPhone 환불"], "en", english) == [["iphon"]]

    assert english.asked == ["iPhone 환불"]


@given(
    texts=st.lists(st.text(alphabet="가나환불이은는 ABz12'\n\t\x00\x1f\u3000\u00a0…\ud800", max_size=12), min_size=1)
)
@settings(max_examples=40, deadline=None)
def test_kept_tokens_are_those_of_the_analyser(morphemes: Morphemes, texts: list[str]) -> None:
    """Whatever stands in a text."""
    with TemporaryDirectory() as folder:
        kept = [TokenStore(Path(folder)).tokens(texts, "ko", morphemes) for _ in range(2)]

    assert kept == [morphemes(texts)] * 2


def no_database(path: Path) -> None:
    path.write_bytes(b"this is no database " * 500)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def a_folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_columns(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE tokens (other TEXT)")


@pytest.mark.parametrize("broken", [no_database, cut_off, a_folder_instead, other_columns])
def test_a_broken_store_costs_only_time(tmp_path: Path, broken: Callable[[Path], None]) -> None:
    """Everything is analysed, and rightly."""
    asked(tmp_path, TEXTS)
    broken(tmp_path / "tokens.sqlite")

    assert asked(tmp_path, TEXTS[:40])[-40:] == TEXTS[:40]


def test_an_empty_store_is_filled(tmp_path: Path) -> None:
    """A file without content is none that is broken."""
    (tmp_path / "tokens.sqlite").touch()

    assert asked(tmp_path, ["a"]) == ["a"]
    assert asked(tmp_path, ["a"]) == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """Nothing is kept, and nothing else happens."""
    (tmp_path / "file").write_text("")

    assert [asked(tmp_path / "file" / "index", ["a"]) for _ in range(2)] == [["a"], ["a"]]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_a_killed_analysis_goes_on_where_it_stopped(tmp_path: Path, batch: int) -> None:
    """Whole batches are kept."""
    code = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from library.test_lexical import *
TokenStore(Path({str(tmp_path)!r})).tokens(TEXTS, "en", Counted({batch}))
"""
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert asked(tmp_path, TEXTS) == TEXTS[(batch - 1) * BATCH :]
    assert asked(tmp_path, TEXTS) == []


def kept_in(folder: Path, lang: Lang) -> int:
    with closing(sqlite3.connect(folder / "tokens.sqlite")) as kept:
        count: int = kept.execute("SELECT count(*) FROM tokens WHERE name LIKE ?", (f"{lang}-%",)).fetchone()[0]
        return count


@pytest.mark.parametrize(("now", "kept"), [(TEXTS[:10], 10), (["new"], 1), (TEXTS[: BATCH - 100], len(TEXTS))])
def test_texts_long_gone_are_cleaned_out(tmp_path: Path, now: list[str], kept: int) -> None:
    """Once they are many more than those in use; until then they may come back. Another language keeps its own."""
    asked(tmp_path, TEXTS)
    asked(tmp_path, TEXTS[:BATCH], "ko")
    asked(tmp_path, now)

    assert kept_in(tmp_path, "en") == kept
    assert kept_in(tmp_path, "ko") == BATCH
    assert asked(tmp_path, now) == []


def test_many_at_once(tmp_path: Path) -> None:
    """Who shares a folder gets the right tokens, and all are kept."""
    parts = [TEXTS[start : start + 500] for start in range(0, 800, 100)]
    with ThreadPoolExecutor(4) as pool:
        analysed = list(pool.map(lambda part: asked(tmp_path, part), parts))

    assert {text for part in analysed for text in part} == set(TEXTS[:1200])
    assert asked(tmp_path, TEXTS[:1200]) == []
