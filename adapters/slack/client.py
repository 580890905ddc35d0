"""A client of Slack's Web API: it waits ten seconds at most, and makes no call again by itself."""

from logging import Logger

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

PATIENCE = 10
"""Seconds after which a call counts as lost."""


def make_client(
    api_url: str, token: str = "", *, session: ClientSession | None = None, logger: Logger | None = None
) -> AsyncWebClient:
    """Return a client; with no ``token`` it is said with each call. ``api_url`` ends in ``/api/``."""
    # no retries by the SDK: it would send an append again that may have been taken
    return AsyncWebClient(
        token=token or None, base_url=api_url, timeout=PATIENCE, session=session, retry_handlers=[], logger=logger
    )
