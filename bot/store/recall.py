"""Finding exchanges again: by number, by the message that shows them, by conversation."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, func, or_, select

from bot.nouns import Author, Exchange
from bot.store.branches import look_back
from bot.store.columns import Words
from bot.store.database import Database
from bot.store.dialect import now
from bot.store.holders import LIVING
from bot.store.pictures import see
from bot.store.reading import OPEN, WHOLE, Search, recall
from bot.store.tables import conversation, draft, exchange, message

_ID = select(exchange.c.id).select_from(WHOLE)
_NEWEST = _ID.order_by(exchange.c.id.desc()).limit(1)
_NEWEST_OF_EACH = select(func.max(exchange.c.id)).select_from(WHOLE).group_by(exchange.c.message_id)
_HERE = message.c.conversation == bindparam("conversation")

BY_ID = Search(_ID.where(exchange.c.id == bindparam("id")))
_BY_REF = Search(
    select(draft.c.exchange).where(draft.c.platform == bindparam("platform"), draft.c.ref == bindparam("ref"))
)
_BY_MESSAGE = Search(_NEWEST.where(message.c.platform == bindparam("platform"), message.c.ref == bindparam("ref")))
_LATEST = Search(_NEWEST.where(_HERE))
_PENDING = Search(_NEWEST.where(_HERE, exchange.c.state.in_(OPEN)))
_CONVERSATION = Search(_NEWEST_OF_EACH.where(_HERE))
_ABANDONED = and_(exchange.c.holder == bindparam("mine"), exchange.c.at < now() - bindparam("age"))
_ORPHANS = Search(_ID.where(exchange.c.state.in_(OPEN), or_(exchange.c.holder.not_in(LIVING), _ABANDONED)))
_CHANNEL = bindparam("channel", type_=Words)
# What people of a chat ask at the page stands nowhere in that chat.
_THEIRS = and_(
    conversation.c.platform == message.c.platform,
    message.c.platform == bindparam("platform"),
    message.c.author_id == bindparam("author_id"),
    conversation.c.workspace == bindparam("workspace"),
    or_(_CHANNEL == "", conversation.c.channel == _CHANNEL),
)
# The oldest open exchange of a conversation has the turn; the others wait for theirs.
_IN_TURN = select(func.min(exchange.c.id)).select_from(WHOLE).where(exchange.c.state.in_(OPEN))
_RUNNING = Search(_ID.where(_THEIRS, exchange.c.id.in_(_IN_TURN.group_by(message.c.conversation))))
# What stands of an answer that is still to come is no answer yet.
_ANSWERED = and_(exchange.c.answer != "", exchange.c.state.not_in(OPEN))
_LATEST_ANSWER = Search(_NEWEST.where(_HERE, _ANSWERED))
_RECENT = Search(
    _ID.where(
        conversation.c.platform == bindparam("platform"),
        exchange.c.at > now() - bindparam("age"),
        _ANSWERED,
        exchange.c.id.in_(select(draft.c.exchange)),
    )
    .order_by(exchange.c.id.desc())
    .limit(bindparam("limit"))
)
_LATEST_FOR = Search(_NEWEST.where(_THEIRS, _ANSWERED))
_LATEST_DIRECT = Search(_NEWEST.where(_THEIRS, conversation.c.channel == "", _ANSWERED))


class Recall:
    """The reading half of ``Exchanges``. What is not there gives None or nothing.

    Pictures are read by ``see`` alone; elsewhere there is their name, and ``UNREAD`` for what they show.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, id: int) -> Exchange | None:
        """Find an exchange by its number."""
        return _only(await self._database.read(recall, BY_ID, id=id))

    async def by_ref(self, platform: str, ref: str) -> Exchange | None:
        """Find the exchange whose answer a message of the bot shows, in part or whole."""
        return _only(await self._database.read(recall, _BY_REF, platform=platform, ref=ref))

    async def by_message(self, platform: str, ref: str) -> Exchange | None:
        """Find the newest exchange of a person's message."""
        return _only(await self._database.read(recall, _BY_MESSAGE, platform=platform, ref=ref))

    async def latest(self, conversation: str) -> Exchange | None:
        """Find the exchange of a conversation that began last."""
        return _only(await self._database.read(recall, _LATEST, conversation=conversation))

    async def pending(self, conversation: str) -> Exchange | None:
        """Find the exchange of a conversation that began last among those whose answer is still to come."""
        return _only(await self._database.read(recall, _PENDING, conversation=conversation))

    async def latest_answer(self, conversation: str) -> Exchange | None:
        """Find the exchange of a conversation that began last among those with an answer that is not blank."""
        return _only(await self._database.read(recall, _LATEST_ANSWER, conversation=conversation))

    async def latest_for(self, author: Author, workspace: str, channel: str = "") -> Exchange | None:
        """Find the last answer to what a person asked, in a channel or, without one, in all of the workspace."""
        return _only(await self._database.read(recall, _LATEST_FOR, **_theirs(author, workspace, channel)))

    async def latest_direct(self, author: Author, workspace: str) -> Exchange | None:
        """Find the last answer to what a person asked in direct messages."""
        return _only(await self._database.read(recall, _LATEST_DIRECT, **_theirs(author, workspace, "")))

    async def running(self, author: Author, workspace: str, channel: str = "") -> list[Exchange]:
        """Return the answers to a person that have the turn of their conversation; where is said as above."""
        return await self._database.read(recall, _RUNNING, **_theirs(author, workspace, channel))

    async def history(self, conversation: str, *, before: int, limit: int = 50) -> list[Exchange]:
        """Return what had been said and answered when the message of exchange ``before`` was said.

        These are the last ``limit`` messages, oldest first, each with the newest of its exchanges that has ended, has
        an answer that is not blank, and a lower number. So an answer that is written once more sees neither itself nor
        what came after it. Where it is known which exchange a message was said after, there is that one, and what it
        was said after in its turn: other branches of the conversation are not seen.
        """
        return await self._database.read(look_back, conversation, before, limit)

    async def see(self, exchanges: Sequence[Exchange], *, newest: int, most: int) -> list[Exchange]:
        """Return exchanges, oldest first, with the pictures of the last ``newest``: up to ``most``, the last first."""
        return await self._database.read(see, exchanges, newest, most)

    async def conversation(self, conversation: str) -> list[Exchange]:
        """Return all that there is to show of a conversation: of each message the newest exchange, oldest first."""
        return await self._database.read(recall, _CONVERSATION, conversation=conversation)

    async def recent(self, platform: str, *, age: float, limit: int) -> list[Exchange]:
        """Return the last answers that messages of a platform show, begun within ``age`` seconds."""
        return await self._database.read(recall, _RECENT, platform=platform, age=age, limit=limit)

    async def orphans(self, mine: str = "", age: float = 0.0) -> list[Exchange]:
        """Return the unfinished exchanges whose holder's lease ran out or is gone, oldest first.

        Those of the holder ``mine`` that are older than ``age`` seconds are among them: their holder knows which of
        them it is writing.
        """
        return await self._database.read(recall, _ORPHANS, mine=mine, age=age)


def _only(found: list[Exchange]) -> Exchange | None:
    return found[0] if found else None


def _theirs(author: Author, workspace: str, channel: str) -> dict[str, str]:
    return {"platform": author.platform, "author_id": author.id, "workspace": workspace, "channel": channel}
