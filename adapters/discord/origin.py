"""Who did something in Discord, and where."""

from dataclasses import dataclass, replace
from typing import Any

import discord

from adapters.discord.place import PLATFORM, Place
from bot.access import Spot
from bot.nouns import Author

Interaction = discord.Interaction[Any]
"""What the SDK hands on where somebody pressed, typed or sent something."""
Anyone = discord.User | discord.Member | discord.abc.User
_PARENTS = (discord.TextChannel, discord.ForumChannel, discord.VoiceChannel, discord.StageChannel)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something, and where. Ids are Discord's, as text."""

    author: Author
    guild: str
    """Empty in direct messages."""
    channel: str
    """Where it was done: a thread is a channel of its own."""
    parent: str
    """The channel that a thread belongs to; else the channel itself."""
    category: str = ""
    roles: tuple[str, ...] = ()
    thread_owner: str = ""
    """Who opened the thread that this is in; empty: no thread."""
    message: str = ""
    """The message that it was done to, or that was said."""
    interaction: Interaction | None = None
    """Takes an answer that only this person sees, for 15 minutes."""
    is_private: bool = True
    """False where all of the server may read along."""

    @property
    def asked(self) -> Interaction:
        """The interaction by which this was pressed, typed or sent."""
        if not self.interaction:
            raise RuntimeError(f"{self.author.id} did this in {self.channel} by a message or a reaction")
        return self.interaction

    @property
    def is_thread(self) -> bool:
        return bool(self.thread_owner)

    @property
    def is_direct(self) -> bool:
        return not self.guild

    @property
    def scope(self) -> str:
        """The channel whose people what is here concerns; empty in direct messages, which nobody else sees."""
        return "" if self.is_direct else self.parent

    @property
    def keeps_for(self) -> str:
        """The channel whose people see code that is kept here; empty: who keeps it, and nobody else."""
        return "" if self.is_private else self.scope

    @property
    def place(self) -> Place:
        """The thread or the direct messages; of a channel, no conversation but the channel."""
        return Place(self.guild, self.channel)

    @property
    def spot(self) -> Spot:
        """Where this is, as ``Access`` asks."""
        channels = (self.channel, self.parent, self.category)
        return Spot(tuple(each for each in channels if each and not self.is_direct), self.roles)


def author_of(person: Anyone) -> Author:
    return Author(PLATFORM, str(person.id), person.display_name, person.bot)


def of_interaction(interaction: Interaction) -> Origin:
    """Return who pressed, typed or sent something, and where."""
    message = interaction.message
    return _origin(
        author_of(interaction.user),
        interaction.guild_id,
        interaction.channel_id or 0,
        interaction.channel,
        interaction.user,
        str(message.id) if message else "",
        interaction,
    )


def of_message(message: discord.Message, channel: object) -> Origin:
    """Return who said something, and where; ``channel`` is the message's."""
    person, there = message.author, message.channel
    # Of a server that is just being told of, the message knows no more than its channel does.
    guild = message.guild or (there.guild if isinstance(there, discord.PartialMessageable) else None)
    return _origin(author_of(person), guild.id if guild else None, there.id, channel, person, str(message.id))


def of_reaction(
    author: Author, reaction: discord.RawReactionActionEvent, channel: object, parent: discord.abc.GuildChannel | None
) -> Origin:
    """Return who reacted, and where; ``parent`` is the channel itself, or that of a thread."""
    id = str(reaction.message_id)
    origin = _origin(author, reaction.guild_id, reaction.channel_id, channel, reaction.member, id)
    return replace(origin, parent=str(parent.id) if parent else origin.parent, category=_category(parent))


def _origin(
    author: Author,
    guild: int | None,
    channel_id: int,
    channel: object,
    person: Anyone | None,
    message: str = "",
    interaction: Interaction | None = None,
) -> Origin:
    thread = channel if isinstance(channel, discord.Thread) else None
    roles = tuple(str(role) for role in person._roles) if isinstance(person, discord.Member) else ()
    return Origin(
        author,
        str(guild or ""),
        str(channel_id),
        str(thread.parent_id if thread else channel_id),
        _category(thread.parent if thread else channel),
        roles,
        str(thread.owner_id) if thread else "",
        message,
        interaction,
        not _is_read_by_all(thread or channel),
    )


def _is_read_by_all(channel: object) -> bool:
    """Tell whether everybody on a server may read a channel or thread; of what the client does not know, nobody may."""
    if isinstance(channel, discord.Thread):
        if channel.is_private():
            return False
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return False
    known, everybody = channel.guild.get_channel(channel.id), channel.guild.default_role
    # Of a channel that only an interaction tells of, nobody has said who may not see it.
    return bool(known and everybody and known.permissions_for(everybody).view_channel)


def _category(channel: object) -> str:
    """Return the category of a channel, if it is in one."""
    return str((isinstance(channel, _PARENTS) and channel.category_id) or "")
