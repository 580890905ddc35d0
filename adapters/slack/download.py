"""A file fetched from Slack, with the bot's token shown to Slack alone."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.attached import Unread, too_large

_log = logging.getLogger(__name__)
_HOSTS = ("slack.com", "slack-gov.com")
"""Private files stand below these; besides them only the server of ``SLACK_API_URL`` is asked."""
_SECONDS = 30.0
_HOPS = 3
_MOVED = (301, 302, 303, 307, 308)
_HIDDEN = (401, 403, 404, 410)
_SIGN_IN = (
    "Slack wants me to sign in for it, so this app lacks the scope files:read."
    " Whoever runs it can add that, and install the app once more"
)


class Download:
    """Fetches files for one workspace."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session
        self._api = URL(client.base_url).origin()

    async def fetch(self, url: str, *, most: int, size: int = 0) -> bytes:
        """Return what stands at ``url``, of at most so many bytes. ``size``: what Slack says it has.

        Raises ``Unread``, after 30 seconds at the latest.
        """
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._follow(URL(url), most, size)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unread("Slack did not send it; try again in a moment") from error
        except ValueError as error:
            raise Unread("its address makes no sense") from error

    async def _follow(self, url: URL, most: int, size: int) -> bytes:
        for _ in range(_HOPS):
            if not self._is_slack(url):
                raise Unread("it is not kept in Slack itself; send me the text or the file")
            async with self._session.get(
                url,
                headers={"Authorization": f"Bearer {self._client.token}"},
                allow_redirects=False,
                proxy=self._client.proxy,
                ssl=self._client.ssl or True,
            ) as response:
                if response.status not in _MOVED:
                    return await _read(response, most, size)
                url = url.join(URL(response.headers.get("Location", "")))
        raise Unread("Slack sends me around in circles")

    def _is_slack(self, url: URL) -> bool:
        if not url.absolute or url.user is not None or url.password is not None:
            return False
        if url.origin() == self._api:
            return True
        host = url.host or ""
        return url.scheme == "https" and url.port == 443 and any(f".{host}".endswith(f".{own}") for own in _HOSTS)


@asynccontextmanager
async def open_download(client: AsyncWebClient) -> AsyncIterator[Download]:
    """Open connections of their own, which keep no cookies."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Download(client, session)


async def _read(response: aiohttp.ClientResponse, most: int, size: int) -> bytes:
    if response.status in _HIDDEN:
        raise Unread("Slack does not show it to me")
    if response.status != 200:
        raise Unread(f"Slack did not send it (HTTP {response.status}); try again in a moment")
    body = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        body += piece
        if len(body) > most:
            raise too_large(size, most)
    # To a token that may not read files, Slack shows its sign-in page, with status 200.
    if response.content_type == "text/html" and len(body) != size:
        _log.warning("Slack shows its sign-in page for %s: the bot token may not read files", response.url)
        raise Unread(_SIGN_IN)
    return bytes(body)
