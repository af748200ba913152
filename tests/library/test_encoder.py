"""The encoder that ships: unit vectors of Korean and English, alike where the meaning is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.library.encoder import Encoder, StaticEncoder, Vectors, blind_to_korean, open_encoder
from playbook.settings import PACKAGE

WIDTH = 512


@pytest.mark.parametrize("text", ["환불해 주세요", "I want a refund", "앱이 crash 나요", "ㅋㅋㅋ", "!", "환불 " * 5000])
def test_unit_vectors(encoder: Encoder, text: str) -> None:
    """A text with a known token has length one."""
    vectors = encoder.encode([text])

    assert vectors.shape == (1, WIDTH)
    assert vectors.dtype == np.float32
    assert float(np.linalg.norm(vectors[0])) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_tokens(encoder: Encoder, text: str) -> None:
    """It gives zeros, never something that is no number."""
    assert not encoder.encode([text]).any()


def test_no_text(encoder: Encoder) -> None:
    """No rows, and still of the full width."""
    assert encoder.encode([]).shape == (0, WIDTH)


@given(texts=st.lists(st.text(max_size=30), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_a_row_does_not_know_its_neighbours(desk: Desk, texts: list[str]) -> None:
    """A text has one vector, alone or among others, and its length is one or nothing."""
    together = desk.encoder.encode(texts)

    assert together.shape == (len(texts), WIDTH)
    for text, row in zip(texts, together, strict=True):
        assert np.allclose(desk.encoder.encode([text])[0], row, atol=1e-6)
        assert min(abs(np.linalg.norm(row) - 1), np.linalg.norm(row)) < 1e-4


def test_half_a_character_is_no_reason_to_stop(encoder: Encoder) -> None:
    """A lone surrogate, which no file can hold, is read as an unknown sign."""
    assert np.isfinite(encoder.encode(["환불 \ud800 해 주세요"])).all()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("환불해 주세요", "돈을 돌려받고 싶어요", "배터리에서 불이 났어요"),
        ("환불해 주세요", "I would like my money back", "The battery caught fire"),
        ("The battery caught fire", "배터리에서 불이 났어요", "직원분이 친절했어요"),
        ("Your staff were kind", "직원분이 친절했어요", "배송이 한 달째 안 와요"),
    ],
)
def test_meaning_across_languages(encoder: Encoder, text: str, near: str, far: str) -> None:
    """What means the same is nearer than what does not, in one language and across both."""
    of_text, of_near, of_far = encoder.encode([text, near, far])

    assert of_text @ of_near > of_text @ of_far


def test_the_id_stands_for_the_weights(encoder: Encoder) -> None:
    """The same file gives the same id, so that an index built before is used again."""
    assert open_encoder(None, PACKAGE / "models" / "encoder").id == encoder.id
    assert encoder.id.startswith("static-")


def test_an_encoder_that_is_missing(tmp_path: Path) -> None:
    """It says which file, and what to do."""
    with pytest.raises(SetupError, match=r"model\.safetensors.*Install"):
        StaticEncoder(tmp_path)


class OneForAll:
    """An encoder to which every text is the same."""

    id = "one-for-all"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


def test_an_encoder_that_is_blind_to_korean(encoder: Encoder) -> None:
    """One to which unlike sentences are alike is found out; ours is not one."""
    assert blind_to_korean(OneForAll())
    assert not blind_to_korean(encoder)
