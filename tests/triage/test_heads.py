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
from playbook.triage.heads import BUCKETS, Head, Heads, Known, Readings, gram_counts, named, signal_names, surroundings
from playbook.triage.signals import read

TEXTS = ["환불해 주세요", "the charger caught fire", "", "ㅋㅋㅋ", "🙏", "가" * 3000, "고맙습니다! Thank you?"]


def all_readings(desk: Desk, texts: list[str]) -> list[Readings]:
    readings = [read(text) for text in texts]
    plain = [reading.text for reading in readings]
    hits = [[signal.id for signal in desk.patterns.of(reading)] for reading in readings]
    return desk.heads.read(plain, desk.head_encoder.encode(plain), hits, [Context()] * len(texts))


def readings_of(desk: Desk, text: str, context: Context | None = None) -> Readings:
    reading = read(text)
    hits = [signal.id for signal in desk.patterns.of(reading)]
    return desk.heads.read([reading.text], desk.head_encoder.encode([reading.text]), [hits], [context or Context()])[0]


def grams(text: str) -> tuple[list[int], list[float]]:
    row = gram_counts([text])
    return row.indices.tolist(), row.data.tolist()


@pytest.mark.parametrize("text", TEXTS)
def test_probabilities_add_up(desk: Desk, text: str) -> None:
    """Those of a label make one; each reading lies between none and one."""
    readings = readings_of(desk, text)

    for classes in readings.values():
        assert all(0 <= probability <= 1 for probability in classes.values())
        if len(classes) > 1:
            assert sum(classes.values()) == pytest.approx(1, abs=1e-5)


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


@given(texts=st.lists(st.text(max_size=30), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_alone_and_in_a_batch(desk: Desk, texts: list[str]) -> None:
    """A message is read the same, to the last digit, alone and among others."""
    together = all_readings(desk, texts)

    assert [readings_of(desk, text) for text in texts] == together


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("환불 해 주세요", "환불  해\n주세요 ", True),
        ("환불", "환불!", False),
        ("환불", "불환", False),
        ("ab", "a b", False),
        ("환불 주세요", "주세요 환불", True),
        ("환불해 주세요", "환불 해주세요", False),
        ("", "  ", True),
    ],
)
def test_grams(one: str, other: str, same: bool) -> None:
    """Character runs of words; neither the width of a blank matters nor the order of words."""
    assert (grams(one)[0] == grams(other)[0]) is same


@pytest.mark.parametrize(("times", "weight"), [(1, 1.0), (2, 1 + np.log(2)), (5, 1 + np.log(5))])
def test_repetition_counts_less_and_less(times: int, weight: float) -> None:
    """The count of a gram is taken by its logarithm."""
    buckets, weights = grams("가" * times)
    seen = dict(zip(buckets, weights, strict=True))
    of_letter = {*grams("가")[0]} & {*grams("가나")[0]} & {*grams("나가다")[0]} - {*grams("나")[0]}

    assert len(of_letter) == 1
    assert seen[of_letter.pop()] == pytest.approx(weight)


@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_grams_of_any_text(text: str) -> None:
    """Each bucket once, within the table, with a weight of at least one."""
    buckets, weights = grams(text)

    assert len(set(buckets)) == len(buckets) == len(weights)
    assert min(buckets) >= 0
    assert max(buckets) < BUCKETS
    assert min(weights) >= 1


def test_no_gram_runs_from_one_text_into_the_next() -> None:
    """The rows of a batch are those of its texts alone."""
    together = gram_counts(["환불", "", "해 주세요"])

    for number, text in enumerate(["환불", "", "해 주세요"]):
        assert (together[number].indices.tolist(), together[number].data.tolist()) == grams(text)


def known(*texts: str) -> Known:
    """All n-grams of these texts, each of weight one."""
    buckets = np.unique(gram_counts(texts).indices)
    return Known(buckets, np.ones(len(buckets), dtype=np.float32))


def test_weighted_grams_have_length_one() -> None:
    """A long message weighs no more than a short one, and one without a known n-gram nothing."""
    rows = known("환불해 주세요").weighted(gram_counts(["환불", "환불해 주세요. " * 100, "zzz"]))

    assert pytest.approx([1, 1], abs=1e-5) == np.sqrt(rows.multiply(rows).sum(axis=1)).A1[:2]
    assert rows[2].nnz == 1  # the blank around it


def test_unknown_grams_count_for_nothing() -> None:
    """What no n-gram of training has is as if it were not written."""
    rows = known("환불", "주세요").weighted(gram_counts(["환불", "환불 zq", "환불 주세요"])).toarray()

    assert rows.shape[1] == len(np.unique(gram_counts(["환불", "주세요"]).indices))
    assert (rows[0] > 0).tolist() == (rows[1] > 0).tolist() != (rows[2] > 0).tolist()


def test_surroundings_say_what_hit() -> None:
    """One place a pattern in the order of training, then context and marks."""
    ids = ["danger.fire", "tone.insult"]
    calm = surroundings("불", [], ids, Context())
    fire = surroundings("불", ["danger.fire", "danger.unknown"], ids, Context())
    press = surroundings("불", [], ids, Context(author="press"))

    assert np.flatnonzero(fire != calm).tolist() == [0]
    assert np.flatnonzero(press != calm).tolist() == [2]
    assert np.isfinite(surroundings("", [], ids, Context(followers=10**12, shares=10**12, prior_contacts=999))).all()


@pytest.mark.parametrize(
    ("classes", "temperature", "logits", "expected"),
    [
        (("calm", "angry"), 1.0, [2.0, 1.0], [0.7310586, 0.2689414]),
        (("calm", "angry"), 2.0, [2.0, 1.0], [0.6224593, 0.3775407]),
        (("calm", "angry"), 1.0, [9999.0, 0.0], [1.0, 0.0]),
        (("angry",), 1.0, [2.0], [0.8807971]),
        (("angry",), 1.0, [-9999.0], [0.0]),
    ],
)
def test_a_head_by_hand(
    classes: tuple[str, ...], temperature: float, logits: list[float], expected: list[float]
) -> None:
    """Probabilities of its own columns alone; a higher temperature is less sure."""
    head = Head("mood", classes, start=1, temperature=temperature)

    assert head.probabilities(np.array([[77.0, *logits, 77.0]]))[0] == pytest.approx(expected, abs=1e-6)


def test_readings_have_names(desk: Desk) -> None:
    """A binary head under its name, each class of another under both, all known to the rules."""
    names = named({"lookup": {"lookup": 0.25}, "kind": {"spam": 1.0, "rumor": 0.0}})

    assert names == {"model.lookup": 0.25, "model.kind_spam": 1.0, "model.kind_rumor": 0.0}
    assert [*named(readings_of(desk, "환불"))] == signal_names(desk.heads)


def test_models_that_are_missing(tmp_path: Path) -> None:
    """The file is named, with the mend."""
    with pytest.raises(SetupError, match=r"nope\.npz.*Install"):
        Heads.load(tmp_path / "nope.npz")


def test_models_of_another_version(tmp_path: Path) -> None:
    """A file that lacks what this program reads is named too."""
    np.savez(tmp_path / "old.npz", meta=np.frombuffer(b'{"patterns": []}', dtype=np.uint8))

    with pytest.raises(SetupError, match=r"another version: .*old\.npz.*Install"):
        Heads.load(tmp_path / "old.npz")
