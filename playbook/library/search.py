"""Finding passages: a lexical and a dense arm, fused, each passage once.

The lexical arm counts where query and text share their script; across languages only meaning can match. Passages
are compared as a whole and by situation, or by sentence where none are known. Weights were chosen on
`evals/queries/dev.jsonl` with `benchmarks/search.py`; `test.jsonl` was written apart and only measured.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from playbook.errors import KnowledgeError
from playbook.language.detect import detect
from playbook.language.korean import sentences
from playbook.library.cards import Card, Passage
from playbook.library.dense import Dense, name_of
from playbook.library.encoder import Encoder
from playbook.library.lexical import Lexical, Morphemes, TokenStore
from playbook.records import Hit, Kind, Lang, PassageKind, Stance, Topic

LEXICAL_WEIGHT = 0.6
HALF_SCORE = 15.0
"""A BM25 score of this size counts one half."""
NEIGHBOURS = 400
COVERED = 0.24
"""Below this score nothing in the library speaks to the query. Of `evals/queries/dev.jsonl` it is said of 11 in 12 that
nothing covers and wrongly of 5 in 100 that something does; of `test.jsonl`, of 12 in 15 and of 7 in 100."""

SERVED = 0.28
"""The same for a judged message, labels counted in: as many of the queries that nothing covers fall below it, and fewer
of the development set's messages (23 in 100 for 30)."""

LEAD = 0.15
"""How much nearer the first sentence of a passage counts when a quote is chosen."""

COMPANY_FIRST = 0.05
"""How much the company's own guidance is lifted over ours."""
BY_SENTENCE = 20_000
"""Up to so many passages, sentences stand in for situations where a passage has none; beyond, the whole alone."""
FEW = 400

_LABEL_BONUS = {"stance": 0.06, "kind": 0.02, "topic": 0.04}


class Only(NamedTuple):
    """What a search is narrowed to; None and empty leave all."""

    passages: tuple[PassageKind, ...] = ()
    kind: Kind | None = None
    topic: Topic | None = None
    stance: Stance | None = None


EVERYTHING = Only()


class Library:
    """All passages and the ways to find them; arms are built when first asked."""

    def __init__(
        self, cards: Sequence[Card], encoder: Encoder, folder: Path | None = None, url: str | None = None
    ) -> None:
        self.cards = {card.id: card for card in cards}
        self.passages = tuple(passage for card in cards for passage in card.passages)
        self._number = {passage.id: i for i, passage in enumerate(self.passages)}
        self._encoder = encoder
        self._folder, self._url = folder, url
        self._building = threading.Lock()
        self._dense: Dense | None = None

    def passage(self, passage_id: str) -> Passage:
        """The passage of that id.

        Raises:
            KnowledgeError: there is none; says which come near.
        """
        if passage_id in self._number:
            return self.passages[self._number[passage_id]]
        import difflib

        near = difflib.get_close_matches(passage_id, self._number, n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `playbook knowledge list` shows all."
        raise KnowledgeError(f"no passage {passage_id!r}{hint}")

    def card_of(self, passage_id: str) -> Card:
        """The whole card that a passage stands on."""
        return self.cards[self.passage(passage_id).card]

    @cached_property
    def _lexical(self) -> dict[Lang, Lexical]:
        morphemes, kept = Morphemes(), TokenStore(self._folder)
        langs: tuple[Lang, ...] = ("ko", "en")
        return {lang: Lexical([_document(p, lang) for p in self.passages], lang, morphemes, kept) for lang in langs}

    @cached_property
    def _written_in(self) -> dict[Lang, NDArray[np.float32]]:
        """Whether each passage has its text in a language: 1 or 0. A company's own card may have one only."""
        both = [p.text.ko != p.text.en for p in self.passages]
        first = [True if two else detect(p.text.ko) == "ko" for p, two in zip(self.passages, both, strict=True)]
        korean = np.array(first, dtype=np.float32)
        return {"ko": korean, "en": np.maximum(np.array(both, dtype=np.float32), 1 - korean)}

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, bool]]]:
        """Where a text that was embedded stands, by the name of its vector: passages, and whether it is the whole."""
        places: dict[str, list[tuple[int, bool]]] = {}
        parts = len(self.passages) <= BY_SENTENCE
        for number, passage in enumerate(self.passages):
            for whole, text in _views(passage, parts):
                places.setdefault(name_of(text), []).append((number, whole))
        return places

    @property
    def dense(self) -> Dense:
        """The vectors of all passages."""
        with self._building:  # two at once would both want the folder, which one only can own
            if self._dense is None:
                parts = len(self.passages) <= BY_SENTENCE
                texts = dict.fromkeys(text for passage in self.passages for _, text in _views(passage, parts))
                self._dense = Dense(self._encoder, list(texts), self._folder, self._url)
            return self._dense

    def close(self) -> None:
        """Give the folder of the index back; who still asks is answered from memory."""
        with self._building:
            if self._dense is not None:
                self._dense.close()

    def build(self) -> None:
        """Build both arms now, and wait until they are on disk; a bar shows how far where it takes long."""
        _ = self._lexical
        self.dense.wait()

    def covers(self, query: str, least: float = COVERED) -> bool:
        """Whether any passage speaks to the query."""
        return bool(float(self.scores(query)[self._holding].max(initial=0.0)) >= least)

    def serves(self, scores: NDArray[np.float32], stance: Stance, kind: Kind, topic: Topic) -> bool:
        """Whether any passage speaks to a judged message; one that serves its labels needs a lower score."""
        lifted = scores + self._bonus(stance, kind, topic) - np.where(self._own, COMPANY_FIRST, 0.0)
        return bool(float(lifted[self._holding].max(initial=0.0)) >= SERVED)

    def lexical_scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of each passage in the language of the query, 0 and up."""
        return self._lexical[detect(query)].scores(query)

    def dense_scores(self, query: str) -> NDArray[np.float32]:
        """How near each passage is in meaning, as a whole and by its nearest sentence or situation, 0 to 1."""
        whole = np.zeros(len(self.passages), dtype=np.float32)
        part = np.zeros(len(self.passages), dtype=np.float32)
        for name, cosine in self.dense.nearest(self._encoder.encode([query])[0], NEIGHBOURS):
            for number, is_whole in self._places.get(name, ()):
                target = whole if is_whole else part
                target[number] = max(target[number], cosine)
        return _joined(whole, part)

    def scores(self, query: str) -> NDArray[np.float32]:
        """How well each passage answers the query, 0 to 1, in the order of ``passages``."""
        lexical = self.lexical_scores(query)
        weight = LEXICAL_WEIGHT * self._written_in[detect(query)] if lexical.any() else 0.0
        fused = weight * lexical / (lexical + HALF_SCORE) + (1 - weight) * self.dense_scores(query)
        return np.asarray(np.clip(fused, 0, 1), dtype=np.float32)

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        only: Only = EVERYTHING,
        stance: Stance | None = None,
        kind: Kind | None = None,
        topic: Topic | None = None,
        lang: Lang | None = None,
        per_card: int = 2,
        reference: bool = False,
        scores: NDArray[np.float32] | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages, at most ``per_card`` of one card.

        Labels of a triage (``stance``, ``kind``, ``topic``) lift passages that serve them; ``only`` excludes all
        others. The company's own guidance comes before ours where both fit; guidance past its date does not come.
        ``lang`` is the language of title and quote, by default that of the query. Background cards come only with
        ``reference``. ``scores`` saves asking twice for the same query.
        """
        if not query.strip() or k < 1:
            return []
        lang = lang or detect(query)
        ranked = (self.scores(query) if scores is None else scores) + self._bonus(stance, kind, topic)
        wanted = self._holding if reference else self._holding & ~self._reference
        ranked = np.where(wanted & self._allowed(only), ranked, -1.0)
        taken: dict[str, int] = {}
        hits: list[Hit] = []
        for number in _best_first(ranked):
            passage = self.passages[number]
            if ranked[number] < 0 or len(hits) == k:
                break
            if taken.get(passage.card, 0) < per_card:
                taken[passage.card] = taken.get(passage.card, 0) + 1
                hits.append(self._hit(passage, query, lang, float(ranked[number])))
        return hits

    @cached_property
    def _serving(self) -> dict[tuple[str, str], NDArray[np.bool_]]:
        """Which passages carry a label, by its field and name."""
        found: dict[tuple[str, str], list[int]] = {}
        for number, passage in enumerate(self.passages):
            for field, labels in (("stance", passage.stances), ("kind", passage.kinds), ("topic", passage.topics)):
                for label in labels or ("",):
                    found.setdefault((field, label), []).append(number)
            found.setdefault(("passage", passage.kind), []).append(number)
        return {label: self._mask(numbers) for label, numbers in found.items()}

    def _mask(self, numbers: Sequence[int]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.passages), dtype=bool)
        mask[list(numbers)] = True
        return mask

    def _with(self, field: str, label: str) -> NDArray[np.bool_]:
        found = self._serving.get((field, label))
        return np.zeros(len(self.passages), dtype=bool) if found is None else found

    @cached_property
    def _reference(self) -> NDArray[np.bool_]:
        return self._mask([i for i, passage in enumerate(self.passages) if passage.reference])

    @cached_property
    def _own(self) -> NDArray[np.bool_]:
        return self._mask([i for i, passage in enumerate(self.passages) if passage.company])

    @property
    def _holding(self) -> NDArray[np.bool_]:
        today = datetime.now(UTC).date()
        return ~self._mask([i for i in self._dated if self.passages[i].expired(today)])

    @cached_property
    def _dated(self) -> tuple[int, ...]:
        return tuple(i for i, passage in enumerate(self.passages) if passage.expires is not None)

    def _allowed(self, only: Only) -> NDArray[np.bool_]:
        """Passages that ``only`` leaves; one without labels of a field serves any."""
        allowed = np.ones(len(self.passages), dtype=bool)
        if only.passages:
            allowed &= np.any([self._with("passage", name) for name in only.passages], axis=0)
        for field, label in (("stance", only.stance), ("kind", only.kind), ("topic", only.topic)):
            if label is not None:
                allowed &= self._with(field, label) | self._with(field, "")
        return allowed

    def _bonus(self, stance: Stance | None, kind: Kind | None, topic: Topic | None) -> NDArray[np.float32]:
        bonus = np.where(self._own, COMPANY_FIRST, 0.0).astype(np.float32)
        for field, label in (("stance", stance), ("kind", kind), ("topic", topic)):
            if label is not None:
                bonus += np.where(self._with(field, label), _LABEL_BONUS[field], 0.0).astype(np.float32)
        return bonus

    def _hit(self, passage: Passage, query: str, lang: Lang, score: float) -> Hit:
        title, heading = passage.title.of(lang), passage.heading.of(lang)
        return Hit(
            id=passage.id,
            kind=passage.kind,
            title=title if heading in title else f"{title} — {heading}",
            quote=self.quote(passage, query, lang),
            source=passage.source.of(lang),
            certainty=passage.certainty,
            facts=passage.facts,
            score=min(1.0, max(0.0, round(score, 4))),
        )

    def hit(self, passage_id: str, query: str, lang: Lang, about: str | None = None) -> Hit:
        """A passage by id as a search would show it; ``about`` chooses the quoted sentence where it is not the query.

        Raises:
            KnowledgeError: there is none of that id.
        """
        passage = self.passage(passage_id)
        return self._hit(passage, about or query, lang, self._closeness(passage, query))

    def _closeness(self, passage: Passage, query: str) -> float:
        """The score that ``scores`` would give this passage, reckoned for it alone."""
        lang = detect(query)
        lexical = float(self._lexical[lang].scores(query)[self._number[passage.id]])
        wholes, texts = zip(*_views(passage, parts=True), strict=True)
        cosine = np.maximum(self._encoder.encode(texts) @ self._encoder.encode([query])[0], 0)
        is_whole = np.array(wholes)
        near = float(_joined(cosine[is_whole].max(keepdims=True), cosine[~is_whole].max(initial=0, keepdims=True))[0])
        weight = LEXICAL_WEIGHT * float(self._written_in[lang][self._number[passage.id]]) if lexical else 0.0
        return weight * lexical / (lexical + HALF_SCORE) + (1 - weight) * near

    def situation(self, passage: Passage, query: str, lang: Lang) -> str:
        """The situation of the passage nearest to the query, in ``lang`` where there is one."""
        found = [s for s in passage.situations if detect(s) == lang] or list(passage.situations)
        if not found:
            return passage.heading.of(lang)
        cosine = self._encoder.encode(found) @ self._encoder.encode([query])[0]
        return found[int(cosine.argmax())]

    def quote(self, passage: Passage, query: str, lang: Lang) -> str:
        """The sentence of the passage nearest to the query, word for word."""
        found = quotable(passage.text.of(lang))
        if len(found) == 1:
            return found[0]
        cosine = self._encoder.encode(found) @ self._encoder.encode([query])[0]
        # guidance opens with its point; of sentences that are equally near, the earlier one is quoted
        return found[int((cosine + LEAD / (1 + np.arange(len(found)))).argmax())]


def quotable(text: str) -> list[str]:
    """Sentences that can stand alone; very short ones are left out where longer ones exist."""
    plain = re.sub(r"\*\*|`", "", text)
    found = [" ".join(plain[start:end].split()) for start, end in sentences(plain)]
    return [sentence for sentence in found if len(sentence) >= 15] or found


def _document(passage: Passage, lang: Lang) -> str:
    spoken = [s for s in passage.situations if detect(s) == lang]
    return "\n".join([passage.title.of(lang), passage.heading.of(lang), passage.text.of(lang), *spoken])


def _views(passage: Passage, parts: bool) -> Iterator[tuple[bool, str]]:
    """Texts that stand for a passage, and whether one is the whole: itself, and its situations.

    Where it has no situations, as in a company's own document, its sentences stand in for them, if ``parts``; beside
    situations they were measured to add nothing.
    """
    langs: tuple[Lang, ...] = ("ko", "en") if passage.text.ko != passage.text.en else ("ko",)
    for lang in langs:
        yield True, f"{passage.heading.of(lang)}\n{passage.text.of(lang)}"
        if parts and not passage.situations:
            yield from ((False, sentence) for sentence in quotable(passage.text.of(lang)))
    yield from ((False, situation) for situation in passage.situations)


def _joined(whole: NDArray[np.float32], part: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((whole + part) / 2, dtype=np.float32)


def _best_first(ranked: NDArray[np.floating[Any]]) -> Iterator[int]:
    """Numbers by falling score, then in order; the first few hundred are found without sorting all."""
    few = min(FEW, len(ranked))
    last = np.partition(-ranked, few - 1)[few - 1]
    top = np.concatenate([np.flatnonzero(-ranked < last), np.flatnonzero(-ranked == last)])[:few]
    yield from (int(i) for i in top[np.argsort(-ranked[top], kind="stable")])
    if few < len(ranked):
        seen = set(top.tolist())
        yield from (int(i) for i in np.argsort(-ranked, kind="stable") if int(i) not in seen)
