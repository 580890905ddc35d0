"""What people do with what an app put before them: commands, completions, menus, buttons and modals."""

import asyncio
import uuid

from tests.fakes.discord.cast import ANA, BOT, GENERAL
from tests.fakes.discord.components import BUTTON, STRING_SELECT, find_component
from tests.fakes.discord.describe import show_channel, show_member, show_message
from tests.fakes.discord.filling import fill
from tests.fakes.discord.interaction import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.fakes.discord.nouns import FakeMessage, Id, Json
from tests.fakes.discord.people import People
from tests.fakes.discord.shape import MESSAGE
from tests.fakes.discord.typed import Upload, find_command, type_command

_FILE_LIMIT = 10 << 20


class Screens(People):
    """Acts that the app must acknowledge; they return once it did, or failed to in three seconds."""

    async def commands(
        self, path: str, options: Json | None = None, user: str = ANA, channel: Id = GENERAL
    ) -> Interaction:
        """Type a command such as ``/snippets show`` with its options by name; a file for an attachment.

        Raises ``ValueError`` for what the app has not put there, or what nobody could type.
        """
        place = self._enter(channel, user)
        data = type_command(self.world, place, user, path, options or {}, self._attach(place.id))
        return await self._interact(COMMAND, user, place.id, data)

    async def completes(
        self, path: str, options: Json, focused: str, user: str = ANA, channel: Id = GENERAL
    ) -> list[Json]:
        """Begin to type an option; return the choices that the app offers."""
        place = self._enter(channel, user)
        data = type_command(self.world, place, user, path, options, self._attach(place.id), focused)
        return (await self._interact(AUTOCOMPLETE, user, place.id, data)).choices

    async def chooses(self, name: str, message: Id | FakeMessage, user: str = ANA) -> Interaction:
        """Choose from the menu of a message."""
        there = self.message(message)
        place = self._enter(there.channel, user)
        command = find_command(self.world, place, user, MESSAGE, name)
        resolved = {"messages": {there.id: show_message(self.world, there)}}
        data = {"id": command["id"], "name": name, "type": MESSAGE, "target_id": there.id, "resolved": resolved}
        data |= {"guild_id": command["guild_id"]} if "guild_id" in command else {}
        return await self._interact(COMMAND, user, place.id, data)

    async def presses(
        self, message: Id | FakeMessage, what: str, user: str = ANA, values: list[str] | None = None
    ) -> Interaction:
        """Press a button, by ``custom_id``, label or emoji, or choose ``values`` of a menu.

        Raises ``ValueError`` where there is none, or it cannot be pressed.
        """
        there = self.message(message)
        found = find_component(there.components, what)
        if found is None or found.get("disabled") or "custom_id" not in found:
            raise ValueError(f"there is nothing to press called {what!r}")
        if self.world.place(there.channel).archived:
            raise ValueError("nobody can press a button in an archived thread")
        data: Json = {"component_type": found["type"], "custom_id": found["custom_id"], "id": found.get("id", 0)}
        if found["type"] != BUTTON:
            known = [option["value"] for option in found.get("options") or ()]
            if values is None or (found["type"] == STRING_SELECT and not {*values} <= {*known}):
                raise ValueError(f"the menu {what} has only {known}")
            data["values"] = values
        return await self._interact(COMPONENT, user, there.channel, data, there)

    async def submits(self, asked: Interaction, values: Json, user: str = "") -> Interaction:
        """Fill in and submit the modal that an interaction was answered with; see ``filling.fill`` for ``values``."""
        if asked.modal is None:
            raise ValueError(f"there is no modal, the app answered: {asked.acknowledged or 'not at all'}")
        data = fill(asked.modal, values, self._attach(asked.channel))
        return await self._interact(MODAL, user or asked.user, asked.channel, data, asked.source)

    async def _interact(
        self, kind: int, user: str, channel: str, data: Json, source: FakeMessage | None = None
    ) -> Interaction:
        now, id = asyncio.get_running_loop().time(), self.world.ids.next()
        interaction = Interaction(id, uuid.uuid4().hex, kind, user, channel, now, data, source)
        self.interactions[interaction.token] = interaction
        self.tell("INTERACTION_CREATE", self._show(interaction), self.world.channels[channel].guild)
        try:
            async with asyncio.timeout(self.patience):
                await interaction.done.wait()
        except TimeoutError:
            self.late.append(interaction)
        return interaction

    def _show(self, interaction: Interaction) -> Json:
        world, channel = self.world, self.world.channels[interaction.channel]
        shown: Json = {"id": interaction.id, "application_id": BOT, "type": interaction.kind, "data": interaction.data}
        shown |= {"token": interaction.token, "version": 1, "channel_id": channel.id, "entitlements": []}
        shown |= {
            "channel": {**show_channel(world, channel), "permissions": str(world.rights(channel, interaction.user))}
        }
        shown |= {"app_permissions": str(world.rights(channel, BOT)), "locale": "en-US"}
        shown |= {"attachment_size_limit": _FILE_LIMIT, "context": 0 if channel.guild else 1}
        shown["authorizing_integration_owners"] = {"0": channel.guild or "0"}
        if interaction.source:
            shown["message"] = show_message(world, interaction.source)
        if not channel.guild:
            return {**shown, "user": world.users[interaction.user].json()}
        member = show_member(world, channel.guild, interaction.user)
        member["permissions"] = str(world.rights(channel, interaction.user))
        guild = {"id": channel.guild, "locale": "en-US", "features": []}
        return {**shown, "guild_id": channel.guild, "guild": guild, "guild_locale": "en-US", "member": member}

    def _attach(self, channel: str) -> Upload:
        return lambda file: self._upload(file, channel)
