"""The API does what its own description says: requests made up from it, good and bad, against the real server."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import BaseSchema, Case
from schemathesis.specs.openapi.checks import allow_header_conformance, positive_data_acceptance

from adapters.web.v1.api import PATH, Api
from adapters.web.v1.description import describe
from bot.snippets import SnippetBook
from bot.store import Store
from bot.store.snippets import SnippetRows
from tests.adapters.web.house import House, housing
from tests.fakes.openai_server import ModelServer

KEYS = [*(f"s-made{letter}" for letter in "abcdefghijklmnopqrstuvwx"), "s-none"]
"""What requests are about: snippets that are there at first, and one that is not."""
PATIENCE = 60
UNSAID = {"list_snippets", "export_snippets", "import_snippets", "begin_run"}
"""What takes a query, a file or a question: which of them make sense no schema can say."""
DETERMINED = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


class Serving:
    """The real server, in a thread with a loop of its own: requests are made up by what can't wait for one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> House:
        self._thread.start()
        assert self._ready.wait(PATIENCE)
        return self._house

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with ModelServer() as model, housing(self._folder, model) as self._house:
            self._ready.set()
            await self._over.wait()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with Serving(tmp_path_factory.mktemp("house")) as house:
        with httpx2.Client(base_url=house.url, trust_env=False, timeout=PATIENCE) as page:
            snippets = [{"key": key, "name": key, "code": f"{key} = 1"} for key in KEYS[:-1]]
            made = {"format": "code-supporter snippets", "version": 1, "snippets": snippets}
            brought = page.post("/api/v1/import", json=made, headers={"Origin": house.url})
            assert brought.json()["new"] == KEYS[:-1], brought.text
        yield house


def _describe() -> dict[str, Any]:
    """Return what the API says of itself; it need not be opened for that."""
    nothing = SimpleNamespace(links=None, tokens=None)
    api = Api(SnippetBook(cast("SnippetRows", None)), cast("Store", nothing))
    said: dict[str, Any] = json.loads(json.dumps(describe(api.api)))
    return said


def _load() -> BaseSchema:
    """Return the description with keys that there are: made up, none would ever be."""
    said = _describe()
    for operation in (each for path in said["paths"].values() for each in path.values()):
        for parameter in operation.get("parameters", []):
            if parameter["name"] == "key":
                parameter["schema"] = {"type": "string", "enum": KEYS}
    schema = schemathesis.openapi.from_dict(said)
    # Whether a version is the last one is not in its schema, and what is missing then has a status of its own.
    checks = schema.config.checks
    checks.positive_data_acceptance.expected_statuses += ["412"]
    checks.missing_required_header.expected_statuses += ["428"]
    return schema


def call(case: Case[Any], house: House) -> None:
    """Send a request as the page does, and hold the answer against the description."""
    # FastAPI has a route for each method, and each names itself alone where another method is tried.
    excluded = [allow_header_conformance]
    if case.operation.definition.raw.get("operationId") in UNSAID:
        excluded.append(positive_data_acceptance)
    headers = {"Origin": house.url}
    case.call_and_validate(f"{house.url}{PATH}", headers=headers, excluded_checks=excluded, timeout=PATIENCE)


api = _load()


@api.include(path_regex=r"^/snippets$|^/snippets/\{key\}$").parametrize()
@settings(DETERMINED, max_examples=4)
def test_the_main_routes_do_what_they_say(case: Case[Any], house: House) -> None:
    call(case, house)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@api.parametrize()
@settings(DETERMINED, max_examples=20)
def test_every_route_does_what_it_says(case: Case[Any], house: House) -> None:
    call(case, house)


def test_the_description_that_is_served_is_this_one(house: House) -> None:
    with httpx2.Client(base_url=house.url, trust_env=False, timeout=PATIENCE) as client:
        served = client.get("/api/openapi.json").json()
    assert served == _describe()
    assert len([method for path in served["paths"].values() for method in path]) == 23
