"""Addresses that people bring: where they may lead, and what becomes of what answers there."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from pydantic import SecretStr

from bot.brought import bring_from, find_allowed
from bot.endpoints import Endpoints
from bot.errors import Missing, ModelError, UsageError
from bot.models import Asker, Catalogue, Models, Provider
from bot.models.addresses import Addresses
from bot.models.checked import Checked, Inside
from bot.models.file import Around, read_catalogue
from bot.nouns import Author
from bot.store import Store, open_store
from tests.fakes.openai_server import ModelServer
from tests.fresh import lay

ANN, BEN = Asker(Author("web", "U1", "Ann"), "T1"), Asker(Author("web", "U2", "Ben"), "T1")
CLOE = Asker(Author("slack", "U3", "Cloe"), "T1")
ANY = Catalogue(urls="any")
QUESTION = [{"role": "user", "content": "Hi"}]
SECRET = "the server's own secret"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("file:///etc/passwd", "looks like https://HOST"),
        ("gopher://127.0.0.1:70/v1", "looks like https://HOST"),
        ("http://me:pass@example.com/v1", "no name and no password"),
        ("http://example.com@127.0.0.1/v1", "no name and no password"),
        ("http://example.com/v1?x=1", "looks like https://HOST"),
        ("http://example.com/v1#x", "looks like https://HOST"),
        ("http://exa mple.com/v1", "looks like https://HOST"),
        ("http://example.com\\@127.0.0.1/v1", "no name and no password"),
        ("http://example.com\r\nX: y/v1", "looks like https://HOST"),
        ("http://①②⑦.⓪.⓪.①/v1", "looks like https://HOST"),
        ("http://%31%32%37.0.0.1/v1", "looks like https://HOST"),
        ("http://" + "x" * 600, "looks like https://HOST"),
        ("http://169.254.169.254/latest/meta-data", "never asked from here"),
        ("http://100.100.100.200/v1", "never asked from here"),
        ("http://[fd00:ec2::254]/v1", "never asked from here"),
        ("http://10.0.0.5/v1", "inside the network"),
        ("http://192.168.1.1/v1", "inside the network"),
        ("http://0.0.0.0:8000/v1", "never asked from here"),
        ("http://224.0.0.1/v1", "never asked from here"),
        ("http://2852039166/v1", "never asked from here"),
        ("http://0xA9FEA9FE/v1", "never asked from here"),
        ("http://0251.0376.0251.0376/v1", "looks like https://HOST"),
        ("http://10.1/v1", "inside the network"),
        ("http://[::ffff:10.0.0.5]/v1", "looks like https://HOST"),
        ("http://[::ffff:a9fe:a9fe]/v1", "never asked from here"),
        ("http://[64:ff9b::a9fe:a9fe]/v1", "never asked from here"),
        ("http://[2002:a00:5::]/v1", "inside the network"),
        ("http://[fe80::1]/v1", "never asked from here"),
        ("http://[fc00::1]/v1", "inside the network"),
    ],
)
def test_where_a_url_may_not_lead(url: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        find_allowed(url, ANN, ANY)


def test_where_a_url_may_lead() -> None:
    assert find_allowed("https://llm.example.com/v1", ANN, ANY) == Addresses(loopback=True)
    assert find_allowed("http://127.0.0.1:8080/v1", ANN, ANY) == Addresses(loopback=True)
    listed = Catalogue(allowed=frozenset({"http://10.0.0.5:8000"}))
    assert find_allowed("http://10.0.0.5:8000/v1", ANN, listed) == Addresses(inside=True)
    for url in ("http://10.0.0.5:8001/v1", "https://10.0.0.5:8000/v1", "http://10.0.0.5.example.com:8000/v1"):
        with pytest.raises(UsageError, match=r"Those that may: http://10\.0\.0\.5:8000"):
            find_allowed(url, ANN, listed)
    with pytest.raises(UsageError, match=r"code-supporter\.toml"):
        find_allowed("https://llm.example.com/v1", CLOE, ANY)
    with pytest.raises(UsageError, match="turned off"):
        find_allowed("http://10.0.0.5:8000/v1", ANN, replace(listed, urls="off"))


def test_metadata_is_out_of_reach_even_where_the_inside_is_not() -> None:
    inside = Addresses(inside=True)
    assert all(inside.let(address) for address in ("10.0.0.5", "127.0.0.1", "::1", "fd00::1", "100.64.0.1"))
    assert not any(inside.let(address) for address in ("169.254.169.254", "fe80::1%eth0", "224.0.0.1", "0.0.0.0"))
    assert not Addresses(loopback=True).let("10.0.0.5")


class Names(AbstractResolver):
    """Knows names by heart."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize("addresses", [("10.0.0.5",), ("93.184.216.34", "169.254.169.254"), ("::ffff:10.0.0.5",)])
async def test_a_name_that_leads_inside_is_not_connected_to(addresses: tuple[str, ...]) -> None:
    with pytest.raises(Inside):
        await Checked(Addresses(loopback=True), Names(*addresses)).resolve("innocent.example.com", 80)
    found = await Checked(Addresses(), Names("93.184.216.34")).resolve("innocent.example.com", 80)
    assert [each["host"] for each in found] == ["93.184.216.34"]


async def test_the_address_that_is_checked_is_the_one_that_is_asked(model_server: ModelServer) -> None:
    url = f"http://localhost:{model_server.port}/v1"
    async with Models([Provider("own#1", url, allowed=Addresses())]) as models:
        with pytest.raises(ModelError, match="an address that may not be asked from here"):
            await models.list()
    assert model_server.connected == 0
    async with Models([Provider("own#1", url, allowed=Addresses(loopback=True))]) as models:
        assert [model.called for model in await models.list()] == ["own/scripted"]


async def test_a_proxy_of_the_environment_is_not_used(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", model_server.url)
    monkeypatch.setenv("no_proxy", "")
    async with Models([Provider("own#1", "http://models.invalid/v1", allowed=Addresses())]) as models:
        with pytest.raises(ModelError, match=r"There is no host named models\.invalid"):
            await models.list()
    assert model_server.connected == 0


@asynccontextmanager
async def answering(answer: Callable[[asyncio.StreamWriter], "asyncio.Future[None] | None"]) -> AsyncIterator[str]:
    """A server on loopback that sends the same to whatever it is asked."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            if going := answer(writer):
                await going
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has heard enough
        finally:
            writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


def respond(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{more}content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body


BAD_ANSWERS = {
    "html": (respond("200 OK", "text/html", f"<html>{SECRET}</html>".encode()), "."),
    "error text": (respond("500 Oops", "application/json", f'{{"error":{{"message":"{SECRET}"}}}}'.encode()), "failed"),
    "refusal": (respond("400 No", "application/json", f'{{"error":{{"message":"{SECRET}"}}}}'.encode()), "refused"),
    "10 MB": (respond("500 Oops", "application/json", b'{"error":"' + b"x" * 10_000_000 + b'"}'), "failed"),
    "redirect": (
        respond("302 Found", "text/plain", b"", "location: http://169.254.169.254/latest\r\n"),
        "sends us elsewhere",
    ),
    "packed": (
        respond("200 OK", "application/json", b"\x1f\x8b\x08\x00bomb", "content-encoding: gzip\r\n"),
        "sense|model server",
    ),
    "nothing": (b"", "."),
    "noise": (b"\x00\xff\xfe no HTTP at all\r\n\r\n", "."),
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
async def test_whatever_answers_there_gets_a_sentence_of_ours(name: str) -> None:
    body, says = BAD_ANSWERS[name]
    async with answering(lambda writer: writer.write(body)) as url:
        provider = Provider("own#1", url, SecretStr("sk-own-key"), allowed=Addresses(loopback=True))
        async with asyncio.timeout(10), Models([provider]) as models:
            with pytest.raises(ModelError, match=says) as listing:
                await models.list()
            with pytest.raises(ModelError, match=says) as asking:
                async with models.complete(
                    provider.offer("m"), [{"role": "user", "content": "Hi"}], patience=0
                ) as said:
                    assert not [text async for text in said]
    for refusal in (listing, asking):
        sentence = str(refusal.value)
        assert SECRET not in sentence
        assert "sk-own-key" not in sentence
        assert len(sentence) < 300


async def test_a_stream_of_nothing_ends_after_the_silence_that_is_allowed() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
    empty = b'data: {"choices":[{"delta":{"content":""}}]}\n\n'

    def drip(writer: asyncio.StreamWriter) -> "asyncio.Future[None]":
        async def send() -> None:
            writer.write(head)
            while True:
                writer.write(empty)
                await writer.drain()
                await asyncio.sleep(0.02)

        return asyncio.ensure_future(send())

    async with answering(drip) as url:
        provider = Provider("own#1", url, silence=0.3, allowed=Addresses(loopback=True))
        began = time.monotonic()
        async with Models([provider]) as models:
            with pytest.raises(ModelError, match=r"silent for 0\.3 s"):
                async with models.complete(
                    provider.offer("m"), [{"role": "user", "content": "Hi"}], patience=0
                ) as said:
                    assert not [text async for text in said]
        assert time.monotonic() - began < 5


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(lay(tmp_path / "code-supporter.db")) as store:
        yield store


@pytest.fixture
async def desk(store: Store, model_server: ModelServer) -> AsyncIterator[tuple[Endpoints, Models]]:
    allowed = frozenset({f"http://127.0.0.1:{model_server.port}"})
    catalogue = Catalogue((Provider("env", "http://127.0.0.1:9/v1", SecretStr(SECRET)),), allowed=allowed)
    async with Models(catalogue, bring_from(store.endpoints)) as models:
        yield Endpoints(store.endpoints, models, lambda author: author.name == "Ben"), models


async def test_an_address_is_its_persons_alone_until_an_admin_shares_one(
    desk: tuple[Endpoints, Models], model_server: ModelServer
) -> None:
    endpoints, models = desk
    mine, outcome = await endpoints.add(ANN, " Laptop ", f"{model_server.url}/")
    assert (mine.name, mine.base_url, outcome.models) == ("laptop", model_server.url, ("scripted",))
    assert (await models.choose("laptop/scripted", ANN)).called == "laptop/scripted"
    assert [one.model.called for one in await models.survey(ANN) if not one.error] == ["laptop/scripted"]
    for asker in (BEN, replace(ANN, workspace="T2"), None):
        # Where a provider lists nothing, any name might be one of its models: it is theirs that is not asked.
        assert not (await models.choose("laptop/scripted", asker)).is_brought
    with pytest.raises(UsageError, match="Only an admin"):
        await endpoints.add(ANN, "team", model_server.url, shared=True)
    shared, _ = await endpoints.add(BEN, "team", model_server.url, shared=True)
    assert (await models.choose("team/scripted", ANN)).shared
    with pytest.raises(UsageError, match="Only an admin"):
        await endpoints.remove(ANN, "team")
    with pytest.raises(UsageError, match="There is an address named team already"):
        await endpoints.add(ANN, "team", model_server.url)
    await endpoints.remove(BEN, shared.id)
    with pytest.raises(Missing):
        await endpoints.test(BEN, "laptop")
    assert not any(SECRET in asked.headers.get("authorization", "") for asked in model_server.asked)


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("my laptop", "", "letters, digits"),
        ("env", "", "provider named env already"),
        ("laptop", "sk-\n", "refused the key"),
        ("laptop", "schlüssel", "a character that no key has"),
        ("laptop", "k" * 600, "a character that no key has"),
    ],
)
async def test_what_can_not_be_kept_is_said(
    desk: tuple[Endpoints, Models], model_server: ModelServer, name: str, key: str, says: str
) -> None:
    endpoints, _ = desk
    model_server.key = "right"
    with pytest.raises(UsageError, match=says):
        await endpoints.add(ANN, name, model_server.url, key)
    assert await endpoints.list(ANN) == []


async def test_an_address_that_is_no_longer_allowed_is_not_asked(
    desk: tuple[Endpoints, Models], model_server: ModelServer
) -> None:
    endpoints, models = desk
    kept, _ = await endpoints.add(ANN, "laptop", model_server.url)
    models.catalogue = replace(models.catalogue, allowed=frozenset())
    listed, asked = model_server.listed, len(model_server.asked)
    assert "code-supporter.toml" in (await endpoints.survey(ANN))[kept.id].problem
    assert "code-supporter.toml" in (await endpoints.test(ANN, "laptop")).problem
    assert not any(offer.model.is_brought for offer in await models.survey(ANN))
    assert (model_server.listed, len(model_server.asked)) == (listed, asked)


def test_the_operator_may_let_one_person_bring_any(tmp_path: Path) -> None:
    file = tmp_path / "code-supporter.toml"
    file.write_text('[urls]\npolicy = "any"\n')
    assert read_catalogue(file, Around(is_local=True)).urls == "any"
