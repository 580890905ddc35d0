"""What a model is, and what it costs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in dollars for a million tokens."""

    input: float
    output: float
    cached: float | None = None
    """Of the input, what the server had read before; None: as much as the rest of it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A name that a provider serves."""

    name: str
    provider: str
    context: int
    """Tokens of prompt and answer together."""
    sees: bool = False
    """Whether it takes pictures."""
    max_output: int = 0
    """Tokens of an answer at most; 0: as many as the provider lets it write."""
    temperature: float | None = None
    """What it is asked with where nothing else is wished for; None: the provider's own."""
    reasoning: str = ""
    """How much it thinks first, in OpenAI's words: "low", "medium" and so on; empty: the provider's own."""
    aliases: tuple[str, ...] = ()
    """Other names by which people call it."""
    price: Price | None = None
    """None: nobody said."""
    shared: bool = False
    """Whether all of a workspace may ask it, where somebody brought it."""

    @property
    def is_brought(self) -> bool:
        """True where a person or a workspace brought its address: it is asked with their key, at their cost."""
        return "#" in self.provider

    @property
    def called(self) -> str:
        """What people call it: what was brought has the name of its address before its own."""
        return f"{self.provider.rpartition('#')[0]}/{self.name}" if self.is_brought else self.name
