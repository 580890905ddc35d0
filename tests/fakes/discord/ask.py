"""One request of REST as the methods see it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fakes.discord.errors import Strange
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.nouns import FakeFile, Json

Answer = Json | list[Json] | None
"""None is 204."""


@dataclass
class Ask:
    """A request: the variables of its route, its query, its body and its files by number."""

    params: dict[str, str]
    query: dict[str, str]
    body: Json = field(default_factory=dict)
    items: list[Json] = field(default_factory=list)
    """The body where that is a list."""
    files: dict[int, FakeFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.params[name]

    def only(self, *names: str) -> Json:
        """Return the body. Raises ``Strange`` where it has other fields."""
        if unknown := self.body.keys() - {*names}:
            raise Strange(f"such a body has no fields {sorted(unknown)}")
        return self.body


Method = Callable[[Ground, Ask], Answer]
