"""What an answer made up to show rules is put together from: a function in Python, and the class it is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A class that a function is about: what stands above its docstring, that, and what stands below."""

    head: str
    says: str
    body: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function in Python."""

    does: str
    """What the question asks of it."""
    name: str
    takes: tuple[tuple[str, str, str], ...]
    """Of each parameter its name, its type and what it is."""
    gives: tuple[str, str]
    """The type of what it returns, and what that is."""
    body: str
    imports: str = ""
    kind: Kind | None = None
    refuses: tuple[str, str] = ("", "")
    """A condition, and what is said to it."""
    order: str = "O(1)"
    shown: str = ""
    """A call of it, of the one that everything is shown on."""

    @property
    def why(self) -> str:
        """What is said before the code, where explanations are welcome."""
        return (
            f"`{self.name}` returns {self.gives[1]}. One step is enough for that: nothing is kept between two"
            " calls, and nothing that is given is changed."
        )
