"""The guard of the tests: this machine can be reached, and nothing else can."""

import asyncio
import socket

import pytest


def test_another_machine_is_not_reached() -> None:
    with socket.socket() as connection, pytest.raises(RuntimeError, match=r"reaches for '203\.0\.113\.1'"):
        connection.connect(("203.0.113.1", 80))


async def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"reaches for 'example\.org'"):
        await asyncio.get_running_loop().getaddrinfo("example.org", 443)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as connection:
        connection.connect((host, server.getsockname()[1]))
