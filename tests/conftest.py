"""What all tests share: the guard that keeps them on this machine, and the scripted model server."""

import ipaddress
import socket
import sys
from collections.abc import AsyncIterator

import pytest

from tests.fakes.openai_server import ModelServer


def refuse_the_world(event: str, arguments: tuple[object, ...]) -> None:
    """Raise where this process would look up or connect to anything but loopback; for ``sys.addaudithook``."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if host is not None and not is_here(host):
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "this name never exists")
        raise RuntimeError(f"a test reaches for {host!r}, and only loopback is allowed")


def is_here(host: object) -> bool:
    """Tell whether a name or address means this machine."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(refuse_the_world)


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    """A scripted OpenAI-compatible server; see its docstring for what it can be told."""
    async with ModelServer() as server:
        yield server
