"""Every command by its name."""

from collections.abc import Awaitable, Callable

from bot.budgets import Budgets
from bot.commands.call import Call, Reply
from bot.commands.code import HELP as CODE_HELP
from bot.commands.code import CodeCommand
from bot.commands.lessons import HELP as LESSONS_HELP
from bot.commands.lessons import LessonsCommand
from bot.commands.models import ModelChoice
from bot.commands.parse import unknown
from bot.commands.snippets import HELP as SNIPPETS_HELP
from bot.commands.snippets import SnippetsCommand
from bot.commands.urls import UrlCommand
from bot.commands.usage import UsageCommand
from bot.commands.web import WebCommand
from bot.endpoints import Endpoints
from bot.engine import Engine
from bot.errors import ModelError, UsageError
from bot.learning.learning import Learning
from bot.models import Models
from bot.snippets import SnippetBook
from bot.store import Store


class Commands:
    """Runs what people call."""

    def __init__(
        self,
        engine: Engine,
        store: Store,
        models: Models,
        learning: Learning,
        budgets: Budgets,
        *,
        public_url: str = "",
        signs_in: bool = False,
    ) -> None:
        """``public_url``: where people find the web page; empty: the operator has not said. ``signs_in``: by a link."""
        web = WebCommand(store, public_url, signs_in=signs_in)
        usage = UsageCommand(store, budgets, learning.rights.is_admin)
        is_admin = learning.rights.is_admin
        self.endpoints = Endpoints(store.endpoints, models, is_admin)
        choice, urls = ModelChoice(store, models, is_admin), UrlCommand(self.endpoints, models)
        self.snippets = SnippetBook(store.snippets, learning.rights.is_admin)
        self._commands: dict[str, Callable[[Call], Awaitable[Reply]]] = {
            "code": CodeCommand(engine, store, choice, urls, usage, web, self.help()).run,
            "snippets": SnippetsCommand(self.snippets, store).run,
            "lessons": LessonsCommand(learning, store).run,
        }

    async def run(self, call: Call) -> Reply:
        """Do what is asked. Raises ``UsageError`` for what can't be done, with what would be right."""
        command = self._commands.get(call.name)
        if not command:
            raise unknown(call.name, self.names())
        try:
            return await command(call)
        except ModelError as error:
            raise UsageError(str(error)) from error

    def names(self) -> tuple[str, ...]:
        """Name all commands."""
        return tuple(self._commands)

    @staticmethod
    def help() -> str:
        """Say in Markdown what there is to type."""
        return f"{CODE_HELP}\n\n{SNIPPETS_HELP}\n\n{LESSONS_HELP}"
