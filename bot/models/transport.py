"""HTTP below the openai client: aiohttp's parser behind httpx2's interface.

A server sends each token as an HTTP chunk of its own. One costs 220 µs of CPU through httpx2's default transport (h11
and anyio, on two cores of 2026), and 80 through this one, 60 of them asyncio's; with rests (``pulse``), 7 to 45.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx2

from bot.models.addresses import Addresses, as_address
from bot.models.checked import Checked, Inside
from bot.models.pulse import Pulse

_LONGEST_ERROR = 64 * 1024
_LONGEST_BODY = 8 * 1024 * 1024
BODY_SECONDS = 10.0
"""Seconds after which no more of such a body is read: one that comes byte by byte never ends, and is never silent."""
_PACKED = b"content-encoding"
"""Not heeded of servers that people brought: 8 MB of it may be as many gigabytes unpacked."""
_KEEP_ALIVE = 4.0
"""Seconds that an idle connection is kept; uvicorn and llama.cpp close theirs after five."""


class NoSuchHost(httpx2.ConnectError):
    """The provider's name has no address."""


class Untrusted(httpx2.ConnectError):
    """TLS failed: most often the certificate is not one that this machine trusts."""


class Silence(Exception):
    """No byte came for so many seconds.

    Not a ``httpx2.TimeoutException``: after one the client asks twice more, and a person waits three times as long.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Transport(httpx2.AsyncBaseTransport):
    """The connections to one server. Follows no redirects; the proxy is the one that the environment names.

    With ``allowed`` it connects to such addresses alone, and through no proxy, which would look names up itself.
    ``reading``: seconds for which a response is read that is no answer.
    """

    def __init__(
        self, base_url: str, pulse: Pulse, allowed: Addresses | None = None, *, reading: float = BODY_SECONDS
    ) -> None:
        url = urlsplit(base_url)
        self._host = url.hostname or ""
        self._allowed = allowed
        self._pulse = pulse
        self._reading = reading
        self._tls = _trust() if url.scheme == "https" else True
        self._proxy = None if allowed else _find_proxy(url.scheme, self._host)
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Raises ``Silence``, and otherwise what httpx2's own transports raise."""
        timeout = request.extensions["timeout"]
        if self._allowed:
            self._guard(request, self._allowed)
        with _translated(timeout["read"]):
            response = await self._open().request(
                request.method,
                str(request.url),
                headers=request.headers.multi_items(),
                data=BytesIO(await request.aread()),  # bytes would be written at once, and pictures are large
                allow_redirects=False,
                proxy=self._proxy,
                timeout=aiohttp.ClientTimeout(sock_connect=timeout["connect"], sock_read=timeout["read"]),
            )
        headers = [
            (name, value) for name, value in response.raw_headers if not self._allowed or name.lower() != _PACKED
        ]
        return httpx2.Response(response.status, headers=headers, stream=self._body(response, timeout["read"]))

    def _body(self, response: aiohttp.ClientResponse, silence: float) -> httpx2.AsyncByteStream:
        if response.status == 200 and response.content_type == "text/event-stream":
            return _Stream(response, silence, self._pulse)
        return _Body(response, silence, self._reading)

    def _guard(self, request: httpx2.Request, allowed: Addresses) -> None:
        """Refuse an address that stands in the URL, which aiohttp looks up nowhere; ask for nothing that is packed."""
        if (address := as_address(self._host)) and not allowed.let(address):
            raise Inside(self._host)
        request.headers["accept-encoding"] = "identity"

    async def aclose(self) -> None:
        if self._session:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # How many requests run at once is decided elsewhere.
            resolver = Checked(self._allowed) if self._allowed else None
            connector = aiohttp.TCPConnector(
                limit=0, keepalive_timeout=_KEEP_ALIVE, ssl=self._tls, resolver=resolver, use_dns_cache=not resolver
            )
            cookies = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=cookies, auto_decompress=False)
        return self._session


@cache
def _trust() -> ssl.SSLContext:
    """Return the trust store of the system, once: reading it takes 50 ms, and holds up the event loop."""
    return httpx2.create_ssl_context()


def _find_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy for a host, once: aiohttp itself asks a thread for it, and for .netrc, at each request."""
    here = host in ("localhost", "127.0.0.1", "::1")
    return None if here or proxy_bypass(host) else getproxies().get(scheme)


class _Body(httpx2.AsyncByteStream):
    """A response that is no stream: cut off where it is longer than any that makes sense."""

    def __init__(self, response: aiohttp.ClientResponse, silence: float, reading: float) -> None:
        self._response = response
        self._silence = silence
        self._reading = reading

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = _LONGEST_ERROR if self._response.status >= 400 else _LONGEST_BODY
        until = time.monotonic() + self._reading
        with _translated(self._silence):
            while left > 0 and time.monotonic() < until and (data := await self._response.content.readany()):
                yield data[:left]
                left -= len(data)

    async def aclose(self) -> None:
        _let_go(self._response)


class _Stream(httpx2.AsyncByteStream):
    """A response that is written while we read."""

    def __init__(self, response: aiohttp.ClientResponse, silence: float, pulse: Pulse) -> None:
        self._response = response
        self._silence = silence
        self._pulse = pulse

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with self._pulse.stream() as rests, _translated(self._silence):
            while data := await self._response.content.readany():
                rests.note(len(data))
                yield data
                if seconds := rests.due():
                    await self._rest(seconds)

    async def _rest(self, seconds: float) -> None:
        """Leave the socket alone, so that the kernel gathers what comes."""
        connection = self._response.connection
        if connection is None or connection.transport is None:
            return
        transport = connection.transport
        transport.pause_reading()
        try:
            await asyncio.sleep(seconds)
        finally:
            transport.resume_reading()

    async def aclose(self) -> None:
        _let_go(self._response)


def _let_go(response: aiohttp.ClientResponse) -> None:
    """Close the connection at once where not everything was read; else it is kept for the next request."""
    response.release()


@contextmanager
def _translated(silence: float) -> Iterator[None]:
    """Turn aiohttp's errors into httpx2's, which the openai client knows."""
    try:
        yield
    except aiohttp.SocketTimeoutError as error:
        raise Silence(silence) from error
    except aiohttp.ServerTimeoutError as error:
        raise httpx2.ConnectTimeout(str(error)) from error
    except aiohttp.ClientSSLError as error:
        raise Untrusted(str(error)) from error
    except (aiohttp.ClientConnectorDNSError, UnicodeError) as error:  # UnicodeError: no name has such a label
        raise NoSuchHost(str(error)) from error
    except aiohttp.ClientConnectorError as error:
        raise httpx2.ConnectError(str(error)) from error
    except aiohttp.ClientError as error:
        raise httpx2.ReadError(str(error)) from error
