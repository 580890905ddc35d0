"""An editor's agent: the real client of MCP over the pipes of the real program."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, TextContent, TextResourceContents

from bot.learning.nouns import Lesson, Rule, Scope, Standing
from bot.nouns import Author
from bot.snippets import SnippetBook
from bot.store import Store, open_store
from bot.store.lessons import Source
from bot.store.snippets import Viewer
from tests.adapters.test_cli import PROGRAM, Person, until_ended
from tests.fakes.openai_server import ModelServer

ANA, BEN = Author("slack", "UANA", "Ana"), Author("slack", "UBEN", "Ben")
AS_ANA = ("--platform", "slack", "--workspace", "T1", "--user", "UANA")
RETRY = "def retry(call):\n    return call() or call()"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


class House:
    """A database with what people keep, and the program beside it."""

    def __init__(self, person: Person, store: Store, errors: Path) -> None:
        self.person = person
        self.store = store
        self.book = SnippetBook(store.snippets)
        self._errors = errors

    async def keep(self, code: str, author: Author = ANA, workspace: str = "T1", channel: str = "") -> str:
        (kept,) = await self.book.keep_code(f"```python\n{code}\n```", Viewer(author, workspace, channel))
        return kept.key

    async def teach(self, rule: str, author: Author = ANA, scope: Scope = Scope.USER, workspace: str = "T1") -> int:
        new = Lesson(0, Rule(rule, languages=("python",)), scope, Standing.NEW, author, workspace=workspace, place="C9")
        return (await self.store.lessons.teach(new, Source())).number

    @asynccontextmanager
    async def agent(self, *args: str) -> AsyncIterator[Client]:
        """Let an agent speak with the program, which then ends without a word of complaint."""
        program, *start = PROGRAM
        server = StdioServerParameters(
            command=program, args=[*start, "mcp", *(args or AS_ANA)], env=self.person.env, cwd=self.person.home
        )
        with self._errors.open("w+") as errors:
            async with Client(stdio_client(server, errlog=errors)) as client:
                yield client
            errors.seek(0)
            assert "Traceback" not in errors.read()


@pytest.fixture
async def house(tmp_path: Path, model_server: ModelServer) -> AsyncIterator[House]:
    person = Person(tmp_path, model_server)
    person.data.mkdir()
    async with open_store(f"sqlite+aiosqlite:///{person.data / 'code-supporter.db'}") as store:
        yield House(person, store, tmp_path / "errors")


def said(result: object) -> str:
    """Return the text of a tool's answer."""
    assert isinstance(result, CallToolResult)
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def read(client: Client, uri: str) -> str:
    (content,) = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    assert content.mime_type == "text/markdown"
    return content.text


async def test_an_agent_finds_what_was_kept_and_heeds_what_was_taught(house: House) -> None:
    key = await house.keep(RETRY)
    for number in range(12):
        await house.keep(f"retries = {number}")
    await house.teach("Use pathlib for paths.", scope=Scope.WORKSPACE)
    paused = await house.teach("Use tabs.", scope=Scope.WORKSPACE)
    await house.store.lessons.change(("slack", "T1"), paused, ANA, "paused", at_version=1, standing=Standing.PAUSED)

    async with house.agent() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search_snippets", "get_snippet", "list_lessons"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        assert [str(each.uri) for each in (await client.list_resources()).resources] == ["lessons://active"]
        templates = (await client.list_resource_templates()).resource_templates
        assert [each.uri_template for each in templates] == ["snippet://{key}"]

        found = said(await client.call_tool("search_snippets", {"query": "call() or"}))
        assert found == f"- `{key}` `retry` · python"
        many = said(await client.call_tool("search_snippets", {"query": "retries", "limit": 11}))
        assert (many.count("\n- "), many.endswith("\n1 more hold that: search for more words.")) == (10, True)
        got = said(await client.call_tool("get_snippet", {"key": key}))
        assert f"```python\n{RETRY}\n```" in got
        assert await read(client, f"snippet://{key}") == got

        lessons = said(await client.call_tool("list_lessons", {}))
        assert lessons == "- **#1** Use pathlib for paths. (for everybody here · python)"
        assert said(await client.call_tool("list_lessons", {"query": "tabs"})) == "No lesson in force says that."
        active = await read(client, "lessons://active")
        assert active == "## How this team writes code\n\n### python\n\n- Use pathlib for paths.\n"


async def test_what_is_not_there_is_said_as_to_a_person(house: House) -> None:
    async with house.agent() as client:
        unknown = await client.call_tool("get_snippet", {"key": "s-2222"})
        assert isinstance(unknown, CallToolResult)
        assert unknown.is_error
        assert "There is no snippet called `s-2222`" in said(unknown)
        assert said(await client.call_tool("search_snippets", {"query": "x"})) == "No snippet holds that."
        too_long = await client.call_tool("search_snippets", {"query": "x" * 1000})
        assert "A search takes" in said(too_long)
        many = await client.call_tool("search_snippets", {"query": "x", "limit": 51})
        assert isinstance(many, CallToolResult)
        assert many.is_error
        with pytest.raises(MCPError, match="There is no snippet called `s-2222`"):
            await client.read_resource("snippet://s-2222")
        assert await read(client, "lessons://active") == "No lesson in force says that."
        assert said(await client.call_tool("list_lessons", {})) == "No lesson in force says that."


async def test_nothing_of_others_comes_out(house: House) -> None:
    """Each canary is a word that its person alone may see; all that an agent can ask is asked."""
    hidden = [
        await house.keep("canary_of_ben = 1", BEN),
        await house.keep("canary_of_a_channel = 1", BEN, channel="C1"),
        await house.keep("canary_of_elsewhere = 1", ANA, workspace="T2"),
        await house.keep("canary_of_discord = 1", Author("discord", "UANA", "Ana")),
        await house.keep("canary_deleted = 1"),
    ]
    await house.book.editing.delete(Viewer(ANA, "T1"), hidden[-1])
    for rule, author, workspace in [("of Ben", BEN, "T1"), ("of elsewhere", ANA, "T2")]:
        await house.teach(f"Write canary {rule}.", author, workspace=workspace)
    own = await house.keep("mine = 1")
    opened = await house.keep("everybodys = 1", BEN)
    await house.book.editing.share(Viewer(BEN, "T1"), opened, "")

    async with house.agent() as client:
        heard = [said(await client.call_tool("search_snippets", {"query": query})) for query in ("", "canary", "1")]
        assert own in heard[0]
        assert opened in heard[0]
        for key in [*hidden, "canary_of_ben", "canary_of_a_channel"]:
            heard.append(said(await client.call_tool("get_snippet", {"key": key})).replace(key, ""))
            with pytest.raises(MCPError) as error:
                await client.read_resource(f"snippet://{key}")
            heard.append(str(error.value).replace(key, ""))
        heard += [said(await client.call_tool("list_lessons", {})), await read(client, "lessons://active")]
    assert "canary" not in "\n".join(heard)


async def test_who_runs_it_is_meant_unless_somebody_else_is_said(house: House) -> None:
    await house.person.calls("snippets", "save", "--name", "my own", pipes=b"x = 1")
    (house.person.home / ".env").write_text("OF_ANOTHER_PROGRAM=1\n")
    async with house.agent("--platform", "terminal") as client:
        assert "my own" in said(await client.call_tool("search_snippets", {}))


async def test_only_the_protocol_goes_to_standard_output_and_ctrl_c_ends_it(house: House) -> None:
    async with house.person.starts("mcp", *AS_ANA, stdin=asyncio.subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"no json at all\n" + json.dumps(HELLO).encode() + b"\n")
        answer = json.loads(await process.stdout.readline())
        assert answer["result"]["serverInfo"]["name"] == "code-supporter"
        process.send_signal(signal.SIGINT)
        ended = await until_ended(process)
    assert ended.code == -signal.SIGINT
    assert all(json.loads(line)["jsonrpc"] for line in ended.out.splitlines())
    assert ended.err.endswith("adapters.mcp.server: for UANA of slack, T1\n")
