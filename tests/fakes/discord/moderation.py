"""Who may do what, and who is where: permissions, roles, guilds joined and left."""

from collections.abc import Iterable

from tests.fakes.discord.cast import BOT, G1, ROLE1, ROLE2
from tests.fakes.discord.describe import show_channel, show_emoji, show_member
from tests.fakes.discord.gateway import show_guild
from tests.fakes.discord.nouns import Id
from tests.fakes.discord.permissions import BITS
from tests.fakes.discord.places import Member, Role
from tests.fakes.discord.screens import Screens


class Moderation(Screens):
    """The acts of those who run a guild."""

    def permit(self, channel: Id, user: str = BOT, **permissions: bool) -> None:
        """Allow or deny in a channel, by names of permissions: the bot by its role, a person by name."""
        place = self.world.place(channel)
        place = self.world.place(place.parent or place.id)
        target = (ROLE1 if place.guild == G1 else ROLE2) if user == BOT else user
        allow, deny = place.overwrites.get(target, (0, 0))
        for name, allowed in permissions.items():
            allow, deny = allow & ~BITS[name], deny & ~BITS[name]
            allow, deny = (allow | BITS[name], deny) if allowed else (allow, deny | BITS[name])
        place.overwrites[target] = (allow, deny)
        self.tell("CHANNEL_UPDATE", show_channel(self.world, place), place.guild)

    def gives_role(self, user: str, name: str, guild: str = G1, **permissions: bool) -> str:
        """Make a role, and give it to somebody; return its id."""
        place, held = self.world.guilds[guild], sum(BITS[one] for one, given in permissions.items() if given)
        role = Role(self.world.ids.next(), name, held, position=len(place.roles))
        place.roles[role.id] = role
        self.tell("GUILD_ROLE_CREATE", {"guild_id": guild, "role": role.json()}, guild)
        place.members[user].roles.append(role.id)
        self._tell_member(guild, user)
        return role.id

    def takes_role(self, user: str, role: str, guild: str = G1) -> None:
        """Take a role from somebody."""
        self.world.guilds[guild].members[user].roles.remove(role)
        self._tell_member(guild, user)

    async def purges(self, channel: Id, messages: Iterable[Id]) -> None:
        """Delete messages by the lot, which is told as one event."""
        place, gone = self.world.place(channel), [self.message(id) for id in messages]
        for message in gone:
            message.deleted = True
        data = {"ids": [message.id for message in gone], "channel_id": place.id}
        self.tell_in(place, "MESSAGE_DELETE_BULK", data)

    async def clears(self, message: Id, emoji: str = "") -> None:
        """Take everybody's reactions from a message: all, or those of one emoji."""
        there = self.message(message)
        place, data = self.world.place(there.channel), {"channel_id": there.channel, "message_id": there.id}
        if emoji:
            del there.reactions[emoji]
            self.tell_in(place, "MESSAGE_REACTION_REMOVE_EMOJI", {**data, "emoji": show_emoji(emoji)})
        else:
            there.reactions.clear()
            self.tell_in(place, "MESSAGE_REACTION_REMOVE_ALL", data)

    async def leaves(self, guild: str, user: str = BOT) -> None:
        """Somebody leaves a guild; the bot is thrown out of it."""
        del self.world.guilds[guild].members[user]
        if user == BOT:
            self.tell("GUILD_DELETE", {"id": guild}, guild)
        else:
            self.tell("GUILD_MEMBER_REMOVE", {"guild_id": guild, "user": self.world.users[user].json()}, guild)

    async def joins(self, guild: str, user: str = BOT) -> None:
        """Somebody joins a guild; the bot is added to it."""
        own = [ROLE1 if guild == G1 else ROLE2] if user == BOT else []
        self.world.guilds[guild].members[user] = Member(user, own)
        if user == BOT:
            self.tell("GUILD_CREATE", show_guild(self, guild, 0), guild)
        else:
            self.tell("GUILD_MEMBER_ADD", {**show_member(self.world, guild, user), "guild_id": guild}, guild)

    def _tell_member(self, guild: str, user: str) -> None:
        # Without the intent for members an app hears of changes of its own member alone.
        data = {**show_member(self.world, guild, user), "guild_id": guild}
        self.tell("GUILD_MEMBER_UPDATE", data, guild)
