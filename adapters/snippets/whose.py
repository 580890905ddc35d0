"""Whose snippets the command line means."""

from dataclasses import dataclass

from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.terminal.person import name_of_person
from adapters.terminal.wish import PLATFORM
from bot.errors import UsageError
from bot.nouns import Author
from bot.store.snippets import Viewer


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose snippets are meant; empty: those of the person at this terminal."""

    platform: str = ""
    workspace: str = ""
    user: str = ""

    @property
    def options(self) -> list[str]:
        """What says so on the command line."""
        named = {"--platform": self.platform, "--workspace": self.workspace, "--user": self.user}
        return [word for name, value in named.items() if value for word in (name, value)]

    @property
    def is_elsewhere(self) -> bool:
        """True where an operator means somebody of another platform, so that the program's own `.env` counts."""
        return self.platform not in ("", PLATFORM)

    @property
    def viewer(self) -> Viewer:
        """The person, as the snippet book knows them. Raises ``UsageError`` where not all of them is said."""
        platform = self.platform or PLATFORM
        workspace = self.workspace or {PLATFORM: PLATFORM, LOCAL.platform: WORKSPACE}.get(platform, "")
        if platform == LOCAL.platform and self.user in ("", LOCAL.id):
            return Viewer(LOCAL, workspace)
        user = self.user or (name_of_person() if platform == PLATFORM else "")
        if not (user and workspace):
            raise UsageError(f"Say whose snippets you mean: --platform {platform} --workspace ID --user ID")
        return Viewer(Author(platform, user, user), workspace)
