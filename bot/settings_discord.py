"""The settings for Discord, and which of them make sense together."""

import re
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from bot.settings_reactions import Reactions

DISCORD_API = "https://discord.com/api/v10"
Ids = Annotated[tuple[str, ...], NoDecode]
_SHARDS = re.compile(r"(?P<ids>\d+(?:,\d+)*)/(?P<count>[1-9]\d*)")
_ID = re.compile(r"\d{15,20}")


class DiscordSettings(BaseSettings):
    """Discord is on where its bot token is set."""

    discord_bot_token: SecretStr | None = None
    discord_api_url: str = DISCORD_API
    discord_gateway_url: str = ""
    """Where events come from; empty: where the API says."""
    discord_channels: Ids = ()
    """Channels and categories in which questions are answered; none: all."""
    discord_roles: Ids = ()
    """Roles whose people are answered; none: everybody."""
    discord_questions_per_minute: Annotated[int, Field(ge=1)] = 20
    """Questions of one person that are answered within a minute."""
    discord_reactions: Reactions = {}
    """More reactions than the usual ones, or other meanings for those: `💡=save,👋=nothing`."""
    discord_shards: str = ""
    """The shards of this process, and how many there are: `0,1/4`; empty: all, as many as Discord wants."""
    discord_edits: Annotated[int, Field(ge=1)] = 5
    """Edits in one channel within 5 seconds; Discord says no number, this is what everybody sees."""
    discord_posts: Annotated[int, Field(ge=1)] = 5
    """Messages in one channel within 5 seconds."""
    discord_calls_per_second: Annotated[int, Field(ge=1)] = 45
    """Calls of the whole bot; Discord takes 50 (docs: topics/rate-limits)."""

    @property
    def shards(self) -> tuple[list[int] | None, int | None]:
        """Which shards this process has, and of how many; None: as Discord says."""
        found = _SHARDS.fullmatch(self.discord_shards)
        return ([int(id) for id in found["ids"].split(",")], int(found["count"])) if found else (None, None)

    @field_validator("discord_api_url", mode="after")
    @classmethod
    def _rest_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("an address starts with http:// or https://")
        return value.rstrip("/")

    @field_validator("discord_gateway_url", mode="after")
    @classmethod
    def _socket_address(cls, value: str) -> str:
        if value and not value.startswith(("ws://", "wss://")):
            raise ValueError("the address of a gateway starts with ws:// or wss://")
        return value

    @field_validator("discord_bot_token", mode="after")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and value.get_secret_value().count(".") != 2:
            raise ValueError("a bot token has three parts with dots between; in the developer portal it is under Bot")
        return value

    @field_validator("discord_channels", "discord_roles", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = tuple(value.replace(",", " ").split())
        if wrong := next((id for id in ids if not _ID.fullmatch(id)), ""):
            raise ValueError(f"{wrong} is no id: in Discord's settings, switch on Developer Mode, and copy ids")
        return ids

    @field_validator("discord_shards", mode="after")
    @classmethod
    def _division(cls, value: str) -> str:
        found = _SHARDS.fullmatch(value)
        if value and not (found and max(int(id) for id in found["ids"].split(",")) < int(found["count"])):
            raise ValueError("write the shards of this process, a slash, and how many there are in all: 0,1/4")
        return value
