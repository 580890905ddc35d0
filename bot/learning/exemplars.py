"""Exemplars: answers that people liked, shown to the model as if it had given them a moment ago.

They are chosen with the first exchange of a conversation and kept for it, so that what the model is sent goes on to
begin with the same bytes. Nothing but the thumb makes an answer an exemplar: taken back, it is none any more.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.errors import ModelError, StoreError
from bot.learning.asked import main_language
from bot.learning.books import Books
from bot.learning.cargo import secret
from bot.learning.nearness import cosine, in_words, overlap
from bot.learning.screen import suspect
from bot.nouns import Exchange
from bot.store import Store
from bot.store.exemplars import Liked
from bot.text import estimate

_log = logging.getLogger(__name__)
MOST = 2
MOST_TOKENS = 500
"""Of one exemplar, question and answer together."""
NEAR, NEAR_IN_WORDS = 0.5, 0.4
"""Likeness of two questions below which the one is no example for the other: a cosine, and a share of words.

Of 66 pairs that we wrote, MiniLM gave those about one thing 0.53 and more, with one exception, and others up to 0.37.
"""
SAME = 0.6
"""The share of runs of words from which two answers show the same."""
_NEWEST = 300
_PATIENCE = 5.0
"""Seconds to wait for what embeds."""
_LONGEST = 2000
"""Characters of a question by which it is compared."""


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A question, and an answer to it that people liked."""

    question: str
    answer: str


class Exemplars:
    """Choose exemplars for conversations."""

    def __init__(self, store: Store, books: Books, most: int = MOST) -> None:
        """``most``: how many to show, from 0 on."""
        self._rows = store.exemplars
        self._books = books
        self._most = most

    async def choose(self, exchange: Exchange, history: Sequence[Exchange], languages: Sequence[str]) -> list[Exemplar]:
        """Return the exemplars for the answer of ``exchange``, the nearest last. Raises ``StoreError``.

        ``languages``: those in which it is to be answered; asked for with the first exchange of a conversation only.
        """
        if not self._most:
            return []
        chosen = await self._rows.chosen(exchange.message)
        if not chosen and not history:
            chosen = await self._find(exchange, languages)
            await self._rows.choose(exchange.message.conversation, [one.exchange for one in chosen])
        return [Exemplar(one.question, one.answer) for one in chosen[-self._most :]]

    async def heed(self, exchange: Exchange) -> None:
        """Note where the question of an answer lies in meaning, which somebody likes, or liked until now.

        Whatever comes of this, the thumb counts: without a vector an exemplar is found by its words.
        """
        try:
            vector = b""
            if question := await self._rows.question(exchange.id):
                vector = await self._embed(question)
            await self._rows.embed(exchange.id, vector, self._books.embedder if vector else "")
        except StoreError as error:
            _log.warning("exchange %d is no exemplar yet: %s", exchange.id, error)

    async def _find(self, exchange: Exchange, languages: Sequence[str]) -> list[Liked]:
        message = exchange.message
        liked = [
            one
            for one in await self._rows.liked(message, _NEWEST)
            if main_language(one.answer) in languages and estimate(one.question) + estimate(one.answer) <= MOST_TOKENS
        ]
        if not liked:
            return []
        near = _likeness(message.text[:_LONGEST], await self._embed(message.text), self._books.embedder)
        ranked = sorted((one for one in liked if near(one) > 0), key=near, reverse=True)
        return _differing(ranked, self._most, is_private=not message.channel)[::-1]

    async def _embed(self, text: str) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._books.embed(text[:_LONGEST])
        except (ModelError, TimeoutError) as error:
            _log.warning("exemplars are looked for by their words: %s", str(error) or "embedding took too long")
            return b""


def _likeness(text: str, vector: bytes, embedder: str) -> Callable[[Liked], float]:
    """Return what tells how near a question is to ``text``; 0: it is about something else."""

    def of(one: Liked) -> float:
        if vector and one.embedder == embedder:
            near = cosine(vector, one.vector)
            return near if near >= NEAR else 0.0
        share = in_words(text, one.question)
        return share if share >= NEAR_IN_WORDS else 0.0

    return of


def _differing(ranked: Sequence[Liked], most: int, *, is_private: bool) -> list[Liked]:
    """Return the first ``most`` that show something of their own, and that may be shown at all.

    ``is_private``: nobody else reads the answer, so that what is their own may hold anything.
    """
    kept: list[Liked] = []
    for one in ranked:
        if len(kept) == most:
            break
        is_new = all(overlap(one.answer, other.answer) < SAME for other in kept)
        if is_new and ((is_private and one.is_own) or _is_harmless(one)):
            kept.append(one)
    return kept


def _is_harmless(one: Liked) -> bool:
    """Tell whether a question and its answer give no orders to the model and hold no secret."""
    return not suspect(one.question) and not secret(one.question) and not secret(one.answer)
