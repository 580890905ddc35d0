"""Which conversation each person had last on the terminals of this machine."""

import json
import os
from pathlib import Path


class LastConversations:
    """A small file in the data folder; one that is damaged counts as empty, and is replaced with the next question."""

    def __init__(self, data_dir: Path) -> None:
        self._file = data_dir / "terminal.json"

    def find(self, name: str) -> str:
        """Return the last conversation of the person ``name``; empty where there was none."""
        return self._read().get(name, "")

    def keep(self, name: str, conversation: str) -> None:
        """Remember ``conversation``. Raises ``OSError``."""
        # With a database elsewhere nobody else makes the folder.
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._file.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(self._read() | {name: conversation}))
        new.replace(self._file)

    def _read(self) -> dict[str, str]:
        if not self._file.exists():
            return {}
        try:
            found = json.loads(self._file.read_bytes())
        except ValueError:
            return {}
        return {str(name): str(last) for name, last in found.items()} if isinstance(found, dict) else {}
