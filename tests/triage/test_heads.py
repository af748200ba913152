"""The small models: probabilities that add up, features that do not depend on company."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import SetupError
from playbook.records import KINDS, STANCES, TOPICS, Context
from playbook.triage.heads import Head, Heads, Readings, as_signals, grams, signal_names, surroundings
from playbook.triage.signals import read

TEXTS = ["환불해 주세요", "the charger caught fire", "", "ㅋㅋㅋ", "🙏", "가" * 3000, "고맙습니다! Thank you?"]


def readings_of(desk: Desk, text: str, context: Context | None = None) -> Readings:
    reading = read(text)
    hits = [signal.id for signal in desk.patterns.of(reading)]
    return desk.heads.read(reading.text, desk.head_encoder.encode([reading.text])[0], hits, context or Context())


@pytest.mark.parametrize("text", TEXTS)
def test_probabilities_add_up(desk: Desk, text: str) -> None:
    """Those of a label make one; each reading lies between none and one."""
    readings = readings_of(desk, text)

    for classes in readings.values():
        assert all(0 <= probability <= 1 for probability in classes.values())
        if len(classes) > 1:
            assert sum(classes.values()) == pytest.approx(1)


def test_every_label_has_a_probability(desk: Desk) -> None:
    """Of kind, topic, severity and stance, all labels, in any order."""
    readings = readings_of(desk, "환불해 주세요")

    assert set(readings["kind"]) == set(KINDS)
    assert set(readings["topic"]) == set(TOPICS)
    assert set(readings["severity"]) == {"1", "2", "3", "4"}
    assert set(readings["stance"]) == set(STANCES)


def test_the_context_is_read(desk: Desk) -> None:
    """The same words from a reporter are not the same message."""
    text = "이 일에 대한 설명을 부탁드립니다"

    assert readings_of(desk, text)["kind"] != readings_of(desk, text, Context(author="press"))["kind"]


@given(texts=st.lists(st.text(max_size=30), min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_alone_and_in_a_batch(desk: Desk, texts: list[str]) -> None:
    """A message is read the same whether it is encoded alone or among others."""
    plain = [read(text).text for text in texts]
    together = desk.head_encoder.encode(plain)

    for text, vector in zip(plain, together, strict=True):
        alone = desk.heads.read(text, desk.head_encoder.encode([text])[0], [], Context())
        among = desk.heads.read(text, vector, [], Context())
        for head, classes in alone.items():
            assert classes == pytest.approx(among[head], abs=1e-6)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("환불 해 주세요", "환불  해\n주세요 ", True),
        ("환불", "환불!", False),
        ("환불", "불환", False),
        ("ab", "a b", False),
        ("", "  ", True),
    ],
)
def test_grams(one: str, other: str, same: bool) -> None:
    """Character runs in their order; how wide a blank is does not matter."""
    assert np.array_equal(grams(one)[0], grams(other)[0]) is same


@pytest.mark.parametrize(("times", "weight"), [(1, 1.0), (2, 1 + np.log(2)), (5, 1 + np.log(5))])
def test_repetition_counts_less_and_less(times: int, weight: float) -> None:
    """The count of a gram is taken by its logarithm."""
    buckets, weights = grams("가" * times)
    seen = dict(zip(buckets.tolist(), weights.tolist(), strict=True))
    of_letter = (
        {*grams("가")[0].tolist()}
        & {*grams("가나")[0].tolist()}
        & {*grams("나가다")[0].tolist()} - {*grams("나")[0].tolist()}
    )

    assert len(of_letter) == 1
    assert seen[of_letter.pop()] == pytest.approx(weight)


@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_grams_of_any_text(text: str) -> None:
    """Each bucket once, within the table, with a weight of at least one."""
    buckets, weights = grams(text)

    assert len(set(buckets.tolist())) == len(buckets) == len(weights)
    assert buckets.min() >= 0
    assert buckets.max() < 1 << 16
    assert weights.min() >= 1


def test_weighted_grams_have_length_one(desk: Desk) -> None:
    """A long message weighs no more than a short one."""
    for text in ("환불", "환불해 주세요. " * 100):
        assert float(np.linalg.norm(desk.heads.weighted_grams(text)[1])) == pytest.approx(1, abs=1e-5)


def test_surroundings_say_what_hit() -> None:
    """One place a pattern in the order of training, then context and marks."""
    ids = ["danger.fire", "tone.insult"]
    calm = surroundings("불", [], ids, Context())
    fire = surroundings("불", ["danger.fire", "danger.unknown"], ids, Context())
    press = surroundings("불", [], ids, Context(author="press"))

    assert np.flatnonzero(fire != calm).tolist() == [0]
    assert np.flatnonzero(press != calm).tolist() == [2]
    assert np.isfinite(surroundings("", [], ids, Context(followers=10**12, shares=10**12, prior_contacts=999))).all()


def a_head(*classes: str, temperature: float = 1.0) -> Head:
    """A head over a vector of two, which looks at nothing else."""
    size = len(classes)
    return Head(
        name="mood",
        classes=classes,
        dense=np.eye(2, size, dtype=np.float32),
        grams=np.zeros((1 << 16, size), dtype=np.int8),
        gram_scale=np.ones(size, dtype=np.float32),
        extra=np.zeros((0, size), dtype=np.float32),
        bias=np.zeros(size, dtype=np.float32),
        temperature=temperature,
    )


def test_a_head_by_hand() -> None:
    """Logits are the product; a binary head gives one probability; a higher temperature is less sure."""
    nothing = np.zeros(0, dtype=np.float32)
    buckets, weights = grams("가")
    vector = np.array([2, 1], dtype=np.float32)
    two = a_head("calm", "angry").probabilities(a_head("calm", "angry").logits(vector, buckets, weights, nothing))
    one = a_head("angry").probabilities(a_head("angry").logits(vector, buckets, weights, nothing))

    assert two == pytest.approx({"calm": 0.7310586, "angry": 0.2689414})
    assert one == pytest.approx({"angry": 0.8807971})
    cooler = a_head("calm", "angry", temperature=2).probabilities(np.array([2, 1], dtype=np.float32))
    assert 0.5 < cooler["calm"] < two["calm"]
    assert a_head("calm", "angry").probabilities(np.array([9999, 0], dtype=np.float32)) == {"calm": 1.0, "angry": 0.0}


def test_readings_become_signals(desk: Desk) -> None:
    """A binary head under its name, each class of another under both, all known to the rules."""
    signals = {
        s.id: s.score for s in as_signals({"lookup": {"lookup": 0.25}, "kind": {"spam": 1.0000001, "rumor": 0.0}})
    }

    assert signals == {"model.lookup": 0.25, "model.kind_spam": 1.0, "model.kind_rumor": 0.0}
    assert [s.id for s in as_signals(readings_of(desk, "환불"))] == signal_names(desk.heads)


def test_models_that_are_missing(tmp_path: Path) -> None:
    """The file is named, with the mend."""
    with pytest.raises(SetupError, match=r"nope\.npz.*Install"):
        Heads.load(tmp_path / "nope.npz")
