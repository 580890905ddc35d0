"""A code block that is too long for messages: its beginning is shown, and all of it goes into a file."""

from bot.fences import Fence, open_fence
from bot.languages import extension
from bot.nouns import Attachment


class Overlong:
    """Gathers the lines of one code block up to the one that closes it."""

    def __init__(self, fence: Fence, shown: str, number: int) -> None:
        """``shown`` is what messages show of the code; ``number`` tells the files of one answer apart."""
        self.name = f"code{'' if number == 1 else f'-{number}'}.{extension(fence.language)}"
        self._fence = fence
        self._shown = shown
        self._rest = ""
        self._line = ""
        self._ended = False

    @property
    def pointer(self) -> str:
        """The sentence that stands in the answer where the code is cut off."""
        return f"*This code is too long to be shown here; all of it is in the file `{self.name}`.*"

    @property
    def file(self) -> Attachment:
        """The whole code."""
        return Attachment(self.name, self._shown + self._rest)

    @property
    def rest(self) -> str:
        """What messages don't show of it, as Markdown."""
        return f"{self._fence.opening}{self._rest.rstrip()}\n{self._fence.closing}"

    def take(self, text: str) -> str | None:
        """Take in what comes next; return what follows the block where it ends in ``text``, else None."""
        *lines, self._line = (self._line + text).split("\n")
        for number, line in enumerate(lines):
            if self._closes(line):
                self._ended = True
                return "\n".join([*lines[number + 1 :], self._line])
            self._rest += f"{line}\n"
        return None

    def end(self) -> None:
        """Take what there is for all of it."""
        if not self._ended and not self._closes(self._line):
            self._rest += self._line
        self._ended = True

    def _closes(self, line: str) -> bool:
        return open_fence(f"{self._fence.opening}{line}") is None
