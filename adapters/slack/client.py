"""A client of Slack's Web API: it waits ten seconds at most, and makes no call again by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging import Logger

from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import SENSELESS, refusal, unanswered
from bot.errors import StartError

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


@contextmanager
def translated(method: str) -> Iterator[None]:
    """Turn what the SDK raises at a call of ``method`` into the errors of the port."""
    try:
        yield
    except SlackApiError as error:
        raise refusal(method, error) from error
    except (ClientError, TimeoutError, *SENSELESS) as error:
        raise unanswered(method, error) from error


def wrong_address(api_url: str, problem: Exception) -> StartError:
    """Return why the program does not start where something else answers in Slack's place."""
    return StartError(
        f"SLACK_API_URL={api_url}: what answers there is not Slack's API ({problem});"
        " Slack's own is https://slack.com/api/, and a test server's ends in /api/, too"
    )
