"""The third-party server local-slack: real Slack payloads over both transports, and a page to look at.

    async with run_local_slack() as slack:               # or run_local_slack("http://127.0.0.1:8000/slack/events")
        ts = await slack.says("C1", "<@UBOT1> sort")     # people act as with ``tests.fakes.slack``
        slack.messages("C1", ts)

It has what T1 of ``tests.fakes.slack`` has (UANA, UBEN, UBOT1, C1, the same tokens and secret), but neither streams nor
limits: whatever is refused for its size or pace, only the strict server shows.
"""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import pytest

from tests.fakes.local_slack import LocalSlack
from tests.fakes.slack.nouns import Json

__all__ = ["LocalSlack", "run_local_slack"]

_TOOL = Path(__file__).parents[1] / "tools" / "get-local-slack"
_ADDRESS = re.compile(rb"Web UI:\s+http://[^:]+:(\d+)")
_PATIENCE = 30
_MISSING = "local-slack is missing: run tools/get-local-slack, which needs npm"


@asynccontextmanager
async def run_local_slack(request_url: str = "") -> AsyncIterator[LocalSlack]:
    """Run a server: over sockets, or with signed HTTP to a URL. Skips the test where the program is missing."""
    program = _find()
    with TemporaryDirectory() as folder:
        where = ("--port", "0", "--base-host", "127.0.0.1", "--files-dir", f"{folder}/files")
        options = ("--config", str(_configure(Path(folder), request_url)), *where)
        process = await asyncio.create_subprocess_exec(program, *options, stdout=asyncio.subprocess.PIPE)
        try:
            async with _watch(f"http://127.0.0.1:{await _await_port(process)}") as slack:
                yield slack
        finally:
            process.kill()
            await process.communicate()


def _find() -> str:
    """Return where the program is."""
    place = subprocess.run([_TOOL, "--where"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    if not os.access(place, os.X_OK):
        (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(_MISSING)
    return place


def _configure(folder: Path, request_url: str) -> Path:
    """Write what the server begins with; return the file."""
    names = ("Ana", "Ben")
    people = [{"id": f"U{name.upper()}", "name": name.lower(), "real_name": name, "email": ""} for name in names]
    app = {"appId": "A1", "botUserId": "UBOT1", "botName": "code", "botToken": "xoxb-one", "appToken": "xapp-1"}
    mode = {"mode": "events", "requestUrl": request_url} if request_url else {"mode": "socket"}
    config: Json = {
        "workspace": {"name": "Team T1", "domain": "t1", "teamId": "T1"},
        "app": {**app, "signingSecret": "secret", **mode},
        "users": people,
        "channels": [{"id": "C1", "name": "general", "members": ["UANA", "UBEN", "UBOT1"]}],
    }
    file = folder / "config.json"
    file.write_text(json.dumps(config))
    return file


async def _await_port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout
    async with asyncio.timeout(_PATIENCE):
        async for line in process.stdout:
            if found := _ADDRESS.search(line):
                return int(found[1])
    raise RuntimeError("local-slack ended before it was ready")


@asynccontextmanager
async def _watch(url: str) -> AsyncIterator[LocalSlack]:
    """Look at the server's page as long as this is entered."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/ui") as page:
        slack = LocalSlack(url, page, session)
        following = asyncio.create_task(slack.follow())
        try:
            yield slack
        finally:
            await page.close()
            await following
