"""Finding passages: a lexical and a dense arm, fused, each passage once.

The lexical arm counts where query and text share their script; across languages only meaning can match. Passages
are compared as a whole, by sentence and by situation. Weights were chosen on `evals/queries` with
`benchmarks/search.py`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playbook.errors import KnowledgeError
from playbook.language.detect import detect
from playbook.language.korean import sentences
from playbook.library.cards import Card, Passage
from playbook.library.dense import Dense
from playbook.library.encoder import Encoder
from playbook.library.lexical import Lexical, Morphemes
from playbook.records import Hit, Kind, Lang, PassageKind, Stance, Topic

LEXICAL_WEIGHT = 0.65
HALF_SCORE = 15.0
"""A BM25 score of this size counts one half."""
NEIGHBOURS = 400
COVERED = 0.21
"""Below this score nothing in the library speaks to the query: on the queries of `evals/queries` it is said of 12 in 12
that nothing covers, and wrongly of 4 in 100 that something does."""

LEAD = 0.15
"""How much nearer the first sentence of a passage counts when a quote is chosen."""

_LABEL_BONUS = {"stance": 0.06, "kind": 0.02, "topic": 0.04}


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
        morphemes = Morphemes()
        langs: tuple[Lang, ...] = ("ko", "en")
        return {
            lang: Lexical([_document(p, lang) for p in self.passages], lang, morphemes, self._folder) for lang in langs
        }

    @cached_property
    def _written_in(self) -> dict[Lang, NDArray[np.float32]]:
        """Whether each passage has its text in a language: 1 or 0. A company's own card may have one only."""
        langs: tuple[Lang, ...] = ("ko", "en")
        return {lang: np.array([detect(p.text.of(lang)) == lang for p in self.passages], np.float32) for lang in langs}

    @cached_property
    def dense(self) -> Dense:
        """The vectors of all passages, stored under what they were made of."""
        names: list[str] = []
        texts: list[str] = []
        for number, passage in enumerate(self.passages):
            for name, text in _views(passage):
                names.append(f"{number}/{name}")
                texts.append(text)
        content = hashlib.sha256("\0".join([self._encoder.id, *names, *texts]).encode()).hexdigest()[:16]
        dense = Dense(content, self._folder, self._url)
        if len(dense) != len(names):
            dense.fill(names, self._encoder.encode(texts))
        return dense

    def lexical_scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of each passage in the language of the query, 0 and up."""
        return self._lexical[detect(query)].scores(query)

    def dense_scores(self, query: str) -> NDArray[np.float32]:
        """How near each passage is in meaning, as a whole and by its nearest sentence or situation, 0 to 1."""
        whole = np.zeros(len(self.passages), dtype=np.float32)
        part = np.zeros(len(self.passages), dtype=np.float32)
        for name, cosine in self.dense.nearest(self._encoder.encode([query])[0], NEIGHBOURS):
            number, view = name.split("/")
            target = whole if view.startswith("whole") else part
            target[int(number)] = max(target[int(number)], cosine)
        return np.asarray((np.maximum(whole, 0.8 * part) + part) / 2, dtype=np.float32)

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
        kinds: Collection[PassageKind] = (),
        stance: Stance | None = None,
        kind: Kind | None = None,
        topic: Topic | None = None,
        lang: Lang | None = None,
        per_card: int = 2,
        reference: bool = False,
        scores: NDArray[np.float32] | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages, at most ``per_card`` of one card.

        Labels of a triage lift passages that serve them; they never exclude. ``lang`` is the language of
        title and quote, by default that of the query. Background cards come only with ``reference``.
        ``scores`` saves asking twice for the same query.
        """
        if not query.strip() or k < 1:
            return []
        lang = lang or detect(query)
        scores = (self.scores(query) if scores is None else scores) + self._bonus(stance, kind, topic)
        taken: dict[str, int] = {}
        hits: list[Hit] = []
        for number in np.argsort(-scores, kind="stable"):
            passage = self.passages[int(number)]
            unwanted = (kinds and passage.kind not in kinds) or (passage.reference and not reference)
            if unwanted or taken.get(passage.card, 0) >= per_card:
                continue
            taken[passage.card] = taken.get(passage.card, 0) + 1
            hits.append(self._hit(passage, query, lang, float(scores[number])))
            if len(hits) == k:
                break
        return hits

    def _bonus(self, stance: Stance | None, kind: Kind | None, topic: Topic | None) -> NDArray[np.float32]:
        def serves(label: str | None, of: Iterable[str], name: str) -> float:
            return _LABEL_BONUS[name] if label is not None and label in of else 0.0

        return np.array(
            [
                serves(stance, p.stances, "stance") + serves(kind, p.kinds, "kind") + serves(topic, p.topics, "topic")
                for p in self.passages
            ],
            dtype=np.float32,
        )

    def _hit(self, passage: Passage, query: str, lang: Lang, score: float) -> Hit:
        return Hit(
            id=passage.id,
            kind=passage.kind,
            title=f"{passage.title.of(lang)} — {passage.heading.of(lang)}",
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
        names, texts = zip(*_views(passage), strict=True)
        cosine = self._encoder.encode(texts) @ self._encoder.encode([query])[0]
        whole = max(float(c) for n, c in zip(names, cosine, strict=True) if n.startswith("whole"))
        part = max(float(c) for n, c in zip(names, cosine, strict=True) if not n.startswith("whole"))
        weight = LEXICAL_WEIGHT * float(self._written_in[lang][self._number[passage.id]]) if lexical else 0.0
        return weight * lexical / (lexical + HALF_SCORE) + (1 - weight) * (max(whole, 0.8 * part) + part) / 2

    def situation(self, passage: Passage, query: str, lang: Lang) -> str:
        """The situation of the passage nearest to the query, in ``lang`` where there is one."""
        found = [s for s in passage.situations if detect(s) == lang] or list(passage.situations)
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


def _views(passage: Passage) -> Iterable[tuple[str, str]]:
    langs: tuple[Lang, ...] = ("ko", "en")
    for lang in langs:
        yield f"whole-{lang}", f"{passage.heading.of(lang)}\n{passage.text.of(lang)}"
        for i, sentence in enumerate(quotable(passage.text.of(lang))):
            yield f"sentence-{lang}-{i}", sentence
    for i, situation in enumerate(passage.situations):
        yield f"situation-{i}", situation
