"""The link by which a server's admin lets the bot in, with the permissions that it needs and no more."""

import base64
import binascii
from urllib.parse import urlencode

import discord

NEEDED = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "attach_files",
    "read_message_history",
)
"""By the SDK's names: see what is asked, answer, in threads of its own, with long code as files; read threads along."""
_AUTHORIZE = "https://discord.com/oauth2/authorize"
_SCOPES = "bot applications.commands"


def invite_link(application: str) -> str:
    """Return the link for an application, by its id."""
    permissions = discord.Permissions(**dict.fromkeys(NEEDED, True)).value
    return f"{_AUTHORIZE}?{urlencode({'client_id': application, 'permissions': permissions, 'scope': _SCOPES})}"


def application_of(token: str) -> str:
    """Return the id of the application to which a bot token belongs: it is the token's first part.

    Raises ``ValueError`` where it is none.
    """
    first = token.partition(".")[0]
    try:
        id = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("this is no bot token") from error
    if not id.isdecimal():
        raise ValueError("this is no bot token")
    return id
