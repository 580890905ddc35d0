"""A model hub on loopback, as far as ``huggingface_hub`` asks it; it breaks off, stalls or falls silent on demand."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class HubServer(ThreadingHTTPServer):
    """Serves ``files`` by ``owner/repo`` and name; ``fetched`` lists the offset of each download that was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files: dict[str, dict[str, bytes]] = {}
        self.fetched: list[int] = []
        self.break_off_at = 0
        """Ends the next download after so many bytes; 0: none."""
        self.stall_at = 0
        """Stops every download after so many bytes, with the connection open; 0: none."""
        self.silent = False
        """Takes requests and never answers."""
        self.lies = False
        """Sends other bytes than those whose sha256 it names."""
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serve_hub() -> Iterator[HubServer]:
    """Run a hub for the length of the block."""
    with HubServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


class _Answer(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    @property
    def hub(self) -> HubServer:
        return cast("HubServer", self.server)

    def _answer(self, body: bool) -> None:
        if self.hub.silent:
            self.hub.closing.wait()
        elif self.path.startswith("/api/models/"):
            self._describe(self.path.removeprefix("/api/models/"))
        elif "/resolve/main/" in self.path:
            repo, _, file = self.path.strip("/").partition("/resolve/main/")
            self._send_file(self.hub.files.get(repo), file, body)
        else:
            self._refuse("")

    def _describe(self, repo: str) -> None:
        files = self.hub.files.get(repo)
        if files is None:
            self._refuse("RepoNotFound")
        else:
            facts = {"id": repo, "siblings": [{"rfilename": name} for name in files]}
            self._send(200, json.dumps(facts).encode(), {"Content-Type": "application/json"})

    def _send_file(self, files: dict[str, bytes] | None, name: str, body: bool) -> None:
        if files is None or name not in files:
            self._refuse("EntryNotFound" if files else "RepoNotFound")
            return
        data = files[name]
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        rest = (bytes(len(data)) if self.hub.lies else data)[start:]
        facts = {"ETag": f'"{hashlib.sha256(data).hexdigest()}"', "X-Repo-Commit": "0" * 40}
        self._send(206 if start else 200, b"", facts | {"Content-Length": str(len(rest))})
        if body:
            self.hub.fetched.append(start)
            self._write(rest)

    def _write(self, rest: bytes) -> None:
        end, self.hub.break_off_at = self.hub.break_off_at, 0
        self.wfile.write(rest[: end or self.hub.stall_at or len(rest)])
        self.wfile.flush()
        if self.hub.stall_at:
            self.hub.closing.wait()

    def _refuse(self, code: str) -> None:
        self._send(404, b"", {"X-Error-Code": code, "Content-Length": "0"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Keep the test's output clean."""
