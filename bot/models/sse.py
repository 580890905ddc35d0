"""Bytes into server-sent events: the framing of a stream, as the HTML standard defines it (section 9.2.6)."""

from collections.abc import Iterator

LONGEST = 1024 * 1024
"""Bytes that may come before an event ends."""


class Nonsense(Exception):
    """What a server sent can't be read."""


class Events:
    """The data of the events in a stream, however its bytes are cut; comments and other fields are passed over."""

    def __init__(self) -> None:
        self._line: list[bytes] = []
        """Pieces of a line that has not ended; joined once, so that a long one costs no more than its length."""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, read: bytes) -> Iterator[bytes]:
        """Yield the data of the events that end in these bytes. Raises ``Nonsense`` where one gets too long."""
        self._size += len(read)
        *lines, rest = read.split(b"\n")
        if lines:
            lines[0] = b"".join((*self._line, lines[0]))
            self._line.clear()
        self._line.append(rest)
        for line in lines:
            if line.startswith(b"data:"):
                self._data.append(line[5:].strip())
            elif line in (b"", b"\r"):
                if self._data:
                    yield b"\n".join(self._data)
                    self._data.clear()
                self._size = 0
        if self._size > LONGEST:
            raise Nonsense(f"no event ends within {LONGEST} bytes")

    def end(self) -> Iterator[bytes]:
        """Yield the data of a last event that no empty line ended: some servers are in a hurry to close."""
        return self.feed(b"\n\n")
