"""What a person wants of one call on the command line."""

from dataclasses import dataclass
from uuid import uuid4

from bot.nouns import Attachment, Author, Message, Mode

PLATFORM = "terminal"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed, and what came through the pipe."""

    text: str
    piped: str = ""
    model: str = ""
    feedback: bool = False
    continues: bool = False
    again: bool = False

    @property
    def looks_back(self) -> bool:
        """True where it belongs to an earlier conversation: a complaint is about an answer, too."""
        return self.continues or self.again or self.feedback

    def message(self, name: str, conversation: str) -> Message:
        """Return it as said by ``name``; a pipe alone is the question, beside a question it is a file."""
        asked = bool(self.text.strip())
        return Message(
            ref=uuid4().hex,
            conversation=conversation,
            author=Author(PLATFORM, name, name),
            text=self.text if asked else self.piped,
            mode=Mode.FEEDBACK if self.feedback else Mode.QUERY,
            model=self.model,
            workspace=PLATFORM,
            attachments=(Attachment("stdin", self.piped),) if asked and self.piped.strip() else (),
        )
