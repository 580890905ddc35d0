"""`/code` and what may follow it, questions apart."""

from collections.abc import Awaitable, Callable

from bot.commands.call import Call, Reply
from bot.commands.models import ModelChoice
from bot.commands.parse import CODE, split, unknown
from bot.commands.settings import ChannelSettings
from bot.commands.urls import UrlCommand
from bot.commands.usage import UsageCommand
from bot.commands.web import WebCommand
from bot.engine import Engine
from bot.store import Store

HELP = """\
**Ask:** `/code` and your problem. Answer in the thread to go on; react with 👍 or 👎 to say how good an answer is, \
and write what should be different.

- `/code --model NAME` and your problem – have that model answer this once
- `/code model` – which model answers you; `/code model NAME` chooses another one, with `--here`, `--channel` or \
`--workspace` behind it for others, too
- `/code url` – your own model servers; `/code url add NAME URL` adds one
- `/code settings` – your settings and those of this channel
- `/code usage` – the tokens that you and your workspace used, what they cost, and what is left for today
- `/code stop` – stop the answers that are being written for you here
- `/code web` – the way to the web page; `/code web logout` signs you out there"""


class CodeCommand:
    """Runs the subcommands of `/code`."""

    def __init__(
        self,
        engine: Engine,
        store: Store,
        models: ModelChoice,
        urls: UrlCommand,
        usage: UsageCommand,
        web: WebCommand,
        help: str,
    ) -> None:
        self._engine = engine
        self._store = store
        self._channel_settings = ChannelSettings(store, models)
        self._help = help
        self._verbs: dict[str, Callable[[Call, str], Awaitable[Reply]]] = {
            "help": self._explain,
            "model": models.run,
            "url": urls.run,
            "settings": self._settings,
            "usage": usage.run,
            "stop": self._stop,
            "web": web.run,
        }

    async def run(self, call: Call) -> Reply:
        """Run the subcommand of a call; none: say what there is."""
        verb, rest = split(call.text)
        run = self._verbs.get(verb or "help")
        if not run:
            raise unknown(verb, CODE, "code")
        return await run(call, rest)

    async def _explain(self, call: Call, rest: str) -> Reply:
        return Reply(self._help)

    async def _stop(self, call: Call, rest: str) -> Reply:
        running = await self._store.exchanges.running(call.author, call.workspace, call.channel)
        where = {exchange.message.conversation for exchange in running}
        # What people of a chat ask at the page is not among what they asked in the chat.
        here = await self._store.exchanges.pending(call.conversation) if call.conversation else None
        if here and here.message.author.id == call.author.id:
            where.add(call.conversation)
        stopped = [await self._engine.stop(conversation) for conversation in where]
        count = sum(stopped)
        if not count:
            return Reply("No answer is being written for you here.")
        return Reply("Stopped your answer." if count == 1 else f"Stopped your {count} answers.")

    async def _settings(self, call: Call, rest: str) -> Reply:
        return await self._channel_settings.run(call, rest)
