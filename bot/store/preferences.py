"""Preferences: what a person or a channel has chosen, each within its workspace."""

from enum import StrEnum

from sqlalchemy import Connection, Executable, and_, bindparam, delete, or_, select

from bot.nouns import Author
from bot.store.database import Database
from bot.store.dialect import Insert, prepared
from bot.store.tables import preference

Key = dict[str, str]
_KEY = ("platform", "workspace", "scope", "subject", "name")
_THIS = [preference.c[name] == bindparam(f"this_{name}") for name in _KEY]
_VALUE = select(preference.c.value).where(*_THIS)
_FORGET = delete(preference).where(*_THIS)
_YES = "yes"


class Level(StrEnum):
    """For whom a model is chosen; what stands higher goes first."""

    CONVERSATION = "conversation"
    CHANNEL = "channel"
    USER = "user"
    WORKSPACE = "workspace"


_AT = [and_(preference.c.scope == level, preference.c.subject == bindparam(f"of_{level}")) for level in Level]
_MODELS = select(preference.c.scope, preference.c.value).where(*_THIS[:2], preference.c.name == "model", or_(*_AT))
Choices = dict[Level, str]
"""The models that are chosen somewhere, in the order in which they go."""


class PreferenceRows:
    """What was chosen. What nobody chose has no row, so that a default can change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def models(self, author: Author, workspace: str, channel: str = "", conversation: str = "") -> Choices:
        """Return the models that are chosen for what a person asks at a place."""
        subjects = _subjects(author, channel, conversation)
        return await self._database.read(_choices, author.platform, workspace, subjects)

    async def model(self, author: Author, workspace: str) -> str:
        """Return the model that a person chose; empty: none."""
        return (await self.models(author, workspace)).get(Level.USER, "")

    async def choose_model(self, author: Author, workspace: str, model: str) -> None:
        """Let ``model`` answer a person from now on; empty: none of their own."""
        await self.choose_model_at(Level.USER, author.platform, workspace, author.id, model)

    async def choose_model_at(self, level: Level, platform: str, workspace: str, subject: str, model: str) -> None:
        """Let ``model`` answer somewhere from now on; ``subject``: the conversation, channel or person. Empty: none."""
        await self._database.write(_write, _key(platform, workspace, level, subject, "model"), model)

    async def needs_mention(self, platform: str, workspace: str, channel: str) -> bool:
        """Tell whether replies in the threads of a channel need a mention to be answered; at first they need none."""
        return await self._database.read(_read, _mention_in(platform, workspace, channel)) == _YES

    async def need_mention(self, platform: str, workspace: str, channel: str, needed: bool) -> None:
        """Decide that for a channel."""
        await self._database.write(_write, _mention_in(platform, workspace, channel), _YES if needed else "")

    async def answers_in_place(self, platform: str, workspace: str, channel: str) -> bool:
        """Tell whether a mention in a channel is answered below it, and not in a thread of its own."""
        return await self._database.read(_read, _place_in(platform, workspace, channel)) == _YES

    async def answer_in_place(self, platform: str, workspace: str, channel: str, wanted: bool) -> None:
        """Decide that for a channel."""
        await self._database.write(_write, _place_in(platform, workspace, channel), _YES if wanted else "")

    async def noted(self, platform: str, name: str) -> str:
        """Return what an adapter noted for its next start; empty: nothing."""
        return await self._database.read(_read, _key(platform, "", "adapter", "", name))

    async def note(self, platform: str, name: str, value: str) -> None:
        """Let the next start of an adapter know something."""
        await self._database.write(_write, _key(platform, "", "adapter", "", name), value)


def _subjects(author: Author, channel: str, conversation: str) -> dict[str, str]:
    subjects = {Level.CONVERSATION: conversation, Level.CHANNEL: channel, Level.USER: author.id, Level.WORKSPACE: ""}
    return {f"of_{level}": subject for level, subject in subjects.items()}


def _choices(tx: Connection, platform: str, workspace: str, subjects: dict[str, str]) -> Choices:
    rows = tx.execute(_MODELS, {"this_platform": platform, "this_workspace": workspace, **subjects})
    found = {row.scope: row.value for row in rows}
    return {level: found[level] for level in Level if level in found}


def _mention_in(platform: str, workspace: str, channel: str) -> Key:
    return _key(platform, workspace, "channel", channel, "mention")


def _place_in(platform: str, workspace: str, channel: str) -> Key:
    return _key(platform, workspace, "channel", channel, "in place")


def _key(*values: str) -> Key:
    return dict(zip(_KEY, values, strict=True))


@prepared
def _row(insert: Insert) -> Executable:
    row = insert(preference)
    return row.on_conflict_do_update(index_elements=list(_KEY), set_={"value": row.excluded.value})


def _read(tx: Connection, key: Key) -> str:
    return tx.scalar(_VALUE, _this(key)) or ""


def _write(tx: Connection, key: Key, value: str) -> None:
    if value:
        tx.execute(_row(tx), {**key, "value": value})
    else:
        tx.execute(_FORGET, _this(key))


def _this(key: Key) -> Key:
    return {f"this_{name}": value for name, value in key.items()}
