"""What follows an answer's last word: checks, another try where it fails them, what its complaint teaches, its code."""

import logging
from dataclasses import replace

from bot.briefing import Briefing
from bot.budgets import Budgets
from bot.ending import Ending
from bot.errors import ModelError, StoreError, UsageError
from bot.learning.footer import say_refused, say_taught, say_used
from bot.learning.learning import Learning
from bot.learning.recall import Recalled
from bot.learning.repair import Repair
from bot.learning.teach import Taught
from bot.live import LiveMessage
from bot.models import Model, Models
from bot.nouns import Exchange, State
from bot.snippets import SnippetBook
from bot.store import Store
from bot.turns import Turns

_log = logging.getLogger(__name__)
_NAMED = 5
"""Snippets that are named below an answer."""
_NO_TIME = "there was no time left to read it. Say it once more to try again."


class Afterwards:
    """See to all that an answer, written to its end, still calls for."""

    def __init__(
        self,
        store: Store,
        models: Models,
        turns: Turns,
        learning: Learning,
        budgets: Budgets,
        snippets: SnippetBook | None,
    ) -> None:
        self._store = store
        self._budgets = budgets
        self._turns = turns
        self._learning = learning
        self._repair = Repair(learning, models)
        self._snippets = snippets

    async def judge(
        self, exchange: Exchange, recalled: Recalled, asked: tuple[Model, Briefing], live: LiveMessage, ending: Ending
    ) -> None:
        """Check whether an answer follows its lessons, mend it where the operator allows that, and name them below."""
        try:
            await self._check(exchange, recalled, asked, live, ending)
        except StoreError as error:  # the answer is whole, whatever is known of it
            _log.warning("what the checks said of exchange %d is not noted: %s", exchange.id, error)
        if recalled.lessons:
            note, button = say_used(exchange.id, recalled.lessons)
            live.note(note)
            ending.offers.append(button)

    async def learn(self, live: LiveMessage, ending: Ending) -> None:
        """Keep what a complaint teaches. Its answer is whole already, whatever comes of this."""
        if not ending.complaint:
            return
        complaint, model = ending.complaint[0], ending.complaint[-1]
        try:
            # As long as an answer may take: a small model that many ask at once takes minutes to read a complaint.
            async with self._turns.spare(self._turns.limit):
                taught = await self._teach(*ending.complaint)
        except (ModelError, StoreError, TimeoutError) as error:
            reason = str(error) or _NO_TIME
            _log.warning("exchange %d taught nothing: %s", complaint.id, reason)
            live.note(say_refused(reason))
            return
        ending.count(taught.usage, model)
        note, buttons = say_taught(taught)
        if note:
            live.note(note)
        ending.offers.extend(buttons)

    async def keep(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        """Keep the code of a whole answer for who asked, where all code is to be kept; and say below it as what.

        It is theirs alone: nobody asked for it to be shared, and whether a channel is private is not known here.
        """
        if not self._snippets or ending.problem:
            return
        try:
            answered = replace(exchange, answer=ending.stands or live.text)
            kept = await self._snippets.keep(answered, exchange.message.author, channel="")
        except (StoreError, UsageError) as error:  # the answer is whole, whether its code is kept or not
            _log.warning("the code of exchange %d is not kept: %s", exchange.id, error)
            return
        if kept:
            live.note(f"*Kept as {', '.join(f'`{snippet.key}`' for snippet in kept[:_NAMED])}.*")

    async def warn(self, exchange: Exchange, live: LiveMessage, ending: Ending) -> None:
        """Say below an answer which budgets it leaves nearly or wholly used."""
        try:
            for warning in await self._budgets.warn(exchange, ending.budgets, ending.usage):
                live.note(f"⚠️ {warning}")
        except StoreError as error:  # the answer is whole, and the next one is refused where there is nothing left
            _log.warning("whether exchange %d nears a budget is not said: %s", exchange.id, error)

    async def _check(
        self, exchange: Exchange, recalled: Recalled, asked: tuple[Model, Briefing], live: LiveMessage, ending: Ending
    ) -> None:
        passed = await self._learning.judge(exchange, live.text)
        if self._learning.repairs and ending.state is State.DONE and not ending.problem:
            ending.stands = live.text  # until the other one is there, whole, and better
            mended = await self._repair.mend(exchange, recalled.lessons, passed, asked, live)
            ending.stands = mended.answer or ending.stands
            ending.count(mended.usage, asked[0])

    async def _teach(self, complaint: Exchange, about: Exchange, correction: str, model: Model) -> Taught:
        """Learn from a complaint that stands, before and after: whoever takes it back meanwhile finds no lesson yet."""
        if not await self._stands(complaint, about):
            return Taught()
        taught = await self._learning.teach.from_complaint(complaint, about, correction, model)
        if taught.lesson and not await self._stands(complaint, about):
            await self._learning.backing.take_back(about, complaint.message.author)
            return Taught(usage=taught.usage)
        return taught

    async def _stands(self, complaint: Exchange, about: Exchange) -> bool:
        """Tell whether its author has not taken back what they said; a complaint in words is a thumb down, too."""
        message = complaint.message
        who = message.author.platform, message.author.id
        given = await self._store.feedback.on(message.about or about.id)
        return any(each.verdict < 0 and (each.author.platform, each.author.id) == who for each in given)
