"""The settings for Slack, and which of them make sense together."""

import base64
import binascii
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from bot.settings_reactions import Reactions

SLACK_API = "https://slack.com/api/"
PerMinute = Annotated[int, Field(ge=1)]


class SlackSettings(BaseSettings):
    """Slack is on where a bot token (one workspace) or a client id (many) is set.

    Rates are calls a minute in one workspace; the defaults are what Slack documents for each method.
    """

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    """For Socket Mode; without it Slack delivers over HTTP, signed."""
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = SLACK_API
    encryption_key: SecretStr | None = None
    """Keys for stored tokens, separated by commas: the first one writes, all of them read."""
    slack_reactions: Reactions = {}
    """More reactions than the usual ones, or other meanings for those: `bulb=save,wave=nothing`."""

    slack_starts_per_minute: PerMinute = 20
    slack_appends_per_minute: PerMinute = 100
    slack_stops_per_minute: PerMinute = 20
    slack_updates_per_minute: PerMinute = 50

    @property
    def slack_is_on(self) -> bool:
        return bool(self.slack_bot_token or self.slack_client_id)

    @field_validator("slack_api_url", mode="after")
    @classmethod
    def _api_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("an address starts with http:// or https://")
        return value.rstrip("/") + "/"

    @field_validator("slack_bot_token", mode="after")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starting_with("xoxb-", value, "OAuth & Permissions, Bot User OAuth Token")

    @field_validator("slack_app_token", mode="after")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        return _starting_with("xapp-", value, "Basic Information, App-Level Tokens")

    @field_validator("encryption_key", mode="after")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in split_keys(value):
            if not _is_key(key):
                raise ValueError("a key is 32 random bytes in URL-safe base64; `code-supporter key` prints one")
        return value

    def find_slack_fault(self, public_url: str) -> str:
        """Return one line on what can't work together; empty where all is well."""
        for is_wrong, fault in (
            (self.slack_bot_token and self.slack_client_id, _BOTH),
            (
                self.slack_client_secret and not self.slack_client_id,
                "SLACK_CLIENT_SECRET is set, but not SLACK_CLIENT_ID",
            ),
            (not self.slack_is_on and self.slack_app_token, _ALONE.format("SLACK_APP_TOKEN")),
            (not self.slack_is_on and self.slack_signing_secret, _ALONE.format("SLACK_SIGNING_SECRET")),
            (self._is_deaf, _DEAF.format("SLACK_BOT_TOKEN" if self.slack_bot_token else "SLACK_CLIENT_ID")),
            (self.slack_client_id and not self.slack_client_secret, _lacks("SLACK_CLIENT_SECRET")),
            (self.slack_client_id and not split_keys(self.encryption_key), _lacks("ENCRYPTION_KEY") + _ANY_KEY),
            (self.slack_client_id and not public_url, _lacks("PUBLIC_URL") + ", where people come back to from Slack"),
            (self.slack_is_on and not (self.slack_app_token or public_url), _NOWHERE),
        ):
            if is_wrong:
                return fault
        return ""

    @property
    def _is_deaf(self) -> bool:
        return self.slack_is_on and not (self.slack_app_token or self.slack_signing_secret)


def split_keys(keys: SecretStr | None) -> list[str]:
    """Return the keys of ENCRYPTION_KEY, newest first."""
    return [key.strip() for key in keys.get_secret_value().split(",") if key.strip()] if keys else []


_BOTH = "SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many: keep the one that you mean"
_ALONE = "{} is set, but neither SLACK_BOT_TOKEN (one workspace) nor SLACK_CLIENT_ID (many)"
_DEAF = "{} is set, but neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP): nothing would arrive"
_NOWHERE = "SLACK_SIGNING_SECRET without SLACK_APP_TOKEN means HTTP: set PUBLIC_URL to where Slack reaches this service"
_ANY_KEY = ", which keeps stored tokens unreadable; `code-supporter key` prints one"


def _lacks(name: str) -> str:
    return f"SLACK_CLIENT_ID is set: many workspaces need {name}"


def _starting_with(prefix: str, value: SecretStr | None, where: str) -> SecretStr | None:
    if value and not value.get_secret_value().startswith(prefix):
        raise ValueError(f"this token starts with {prefix}; in the app's settings it stands under {where}")
    return value


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
    except binascii.Error:
        return False
