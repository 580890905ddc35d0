"""A model server that leaves the machine to those who are measured: one clock feeds all its answers.

The scripted server of the tests gives each answer a task and a timer, which takes a core and a half for a thousand
answers at 20 tokens a second. This one takes about a third of one; it knows no faults and checks nothing. Every token
is a TCP segment of its own, and the answers are spread evenly over the time between two tokens.

``python -m benchmarks.pump RATE TOKENS`` prints its address and serves until it is killed.
"""

import asyncio
import resource
import sys
from collections.abc import Iterator

from benchmarks.measure import MODEL
from tests.fakes.openai_wire import DONE, END, STREAM, catalogue, chunked, count, delta, respond

PHASES = 50
"""How many groups of answers there are, each with its own moment for the next token."""
_BACKLOG = 2048


def say(tokens: int) -> Iterator[str]:
    """Yield the tokens of every answer: all different, so that none can be lost or shown twice unseen."""
    return (f"{number % 1000:03} " for number in range(tokens))


class Pump:
    """Answers of so many tokens, ``rate`` a second each."""

    def __init__(self, rate: float, tokens: int) -> None:
        self._step = 1 / rate / PHASES
        self._events = [chunked(delta(MODEL, content=token)) for token in say(tokens)]
        self._begin = STREAM + chunked(delta(MODEL, role="assistant", content=None))
        self._end = chunked(delta(MODEL, "stop")) + chunked(count(MODEL, 0, tokens, 0)) + chunked(DONE) + END
        self._phases: list[dict[asyncio.Transport, Iterator[bytes]]] = [{} for _ in range(PHASES)]
        self._begun = 0

    def begin(self, line: asyncio.Transport) -> None:
        """Answer on this connection from now on."""
        line.write(self._begin)
        self._phases[self._begun % PHASES][line] = iter(self._events)
        self._begun += 1

    async def run(self) -> None:
        """Feed them all, for ever; late tokens are made up for."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            for phase in self._phases:
                due += self._step
                if (left := due - loop.time()) > 0:
                    await asyncio.sleep(left)
                self._feed(phase)

    def _feed(self, phase: dict[asyncio.Transport, Iterator[bytes]]) -> None:
        for line, events in list(phase.items()):
            event = next(events, None)
            if event and not line.is_closing():
                line.write(event)
            else:
                del phase[line]
                line.write(b"" if event else self._end)


class _Line(asyncio.Protocol):
    """One connection: whole requests in, an answer or the list of models out."""

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0].strip()
        if not end or len(body) < int(length or 0):
            return
        self._got = b""
        if head.startswith(b"POST"):
            self._pump.begin(self._line)
        else:
            self._line.write(respond(200, catalogue({MODEL: 32_768}, "llama.cpp")))


async def serve(rate: float, tokens: int) -> None:
    """Print the address, and serve."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    pump = Pump(rate, tokens)
    server = await asyncio.get_running_loop().create_server(lambda: _Line(pump), "127.0.0.1", backlog=_BACKLOG)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await pump.run()


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), int(sys.argv[2])))
