"""What a command is given, and what it gives back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.nouns import Attachment, Author, Button, Exchange, Form
from bot.store.lesson_rows import Place
from bot.store.snippets import Viewer


@dataclass(frozen=True, slots=True)
class Call:
    """A command that somebody gave."""

    name: str
    """Without its slash."""
    text: str
    """All that follows the name."""
    author: Author
    workspace: str = ""
    channel: str = ""
    """Empty in a direct message: what is kept there is nobody else's, and "here" is all of the workspace."""
    conversation: str = ""
    """The thread, where the platform says from which one the command comes."""
    files: tuple[Attachment, ...] = ()
    """What was sent with it."""
    is_private: bool = False
    """True where not everybody in the workspace may read along: what is saved there is its author's until shared."""
    signs_in: bool = False
    """True where their platform says who calls, and where what is answered is seen by them alone."""
    link: Callable[[Exchange], Awaitable[str]] | None = None
    """Returns the address of an answer on the platform; None: answers have none."""

    @property
    def place(self) -> Place:
        """The workspace, as the store of lessons names it."""
        return self.author.platform, self.workspace

    @property
    def viewer(self) -> Viewer:
        """The caller, as the snippet book knows them."""
        return Viewer(self.author, self.workspace, self.channel)

    @property
    def keeper(self) -> Viewer:
        """The caller, as who keeps something: it is seen by the people of the channel, unless that is private."""
        return replace(self.viewer, channel="") if self.is_private else self.viewer


@dataclass(frozen=True, slots=True)
class Reply:
    """What the caller sees, and nobody else."""

    text: str
    """Markdown."""
    buttons: tuple[Button, ...] = ()
    file: Attachment | None = None
    form: Form | None = None
    """Shown in place of the text where the platform can, and the person can write as much into it."""
