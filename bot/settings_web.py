"""The settings for the page: where it listens, and how it knows who is there."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EXAMPLE = "set it to where people open the page, such as https://code.example"


class WebSettings(BaseSettings):
    """The page is always on."""

    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8000
    web_auth: Literal["local", "chat"] = "local"
    """"local": whoever opens the page is the one person there; "chat": people sign in by a link from Slack or Discord,
    and are at the page who they are there."""
    web_trust_network: bool = False
    """Allow an address that other machines reach, although the page asks nobody to sign in."""
    web_questions_per_minute: Annotated[int, Field(ge=1)] = 20
    """Questions of one person that are answered within a minute."""
    public_url: str = ""

    @property
    def is_public_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_for_one(self) -> bool:
        """True where whoever opens the page sits at this machine."""
        is_near = not self.public_url or urlsplit(self.public_url).hostname in _LOOPBACK
        return self.web_auth == "local" and self.web_host in _LOOPBACK and is_near

    @field_validator("web_auth", mode="before")
    @classmethod
    def _uncapitalized(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    def find_web_fault(self, chats: bool) -> str:
        """Return one line on what can't work together; empty where all is well. ``chats``: Slack or Discord is on."""
        if self.web_auth == "chat":
            return self._find_chat_fault(chats)
        if self.web_host not in _LOOPBACK and not self.web_trust_network:
            return (
                f"WEB_HOST={self.web_host} lets other machines reach the page, which asks nobody to sign in: use"
                " 127.0.0.1, or WEB_AUTH=chat to let people sign in by a link from Slack or Discord, or set"
                " WEB_TRUST_NETWORK=true if the network is yours"
            )
        return ""

    def _find_chat_fault(self, chats: bool) -> str:
        is_safe = self.is_public_https or urlsplit(self.public_url).hostname in _LOOPBACK
        for is_wrong, fault in (
            (not chats, "WEB_AUTH=chat needs Slack or Discord, whose people it lets in: set SLACK_BOT_TOKEN, say"),
            (not self.public_url, f"WEB_AUTH=chat needs PUBLIC_URL, where its links lead to: {_EXAMPLE}"),
            (not is_safe, f"PUBLIC_URL={self.public_url} is not safe to sign in at: it must begin with https://"),
        ):
            if is_wrong:
                return fault
        return ""
