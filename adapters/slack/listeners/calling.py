"""A line such as ``snippets show s-7k2f``, run for the person who typed or pressed it."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.slack.origin import Origin
from adapters.slack.parts import Parts
from adapters.slack.wording import in_words_of_slack
from bot.commands import Call, Reply
from bot.errors import UsageError
from bot.nouns import Attachment, Exchange


async def run(slack: Parts, origin: Origin, line: str, files: Sequence[Attachment] = ()) -> Reply:
    """Run it; return what it says. Raises ``UsageError``, and ``Forbidden`` where the app is not installed."""

    async def link(exchange: Exchange) -> str:
        return await slack.address(origin, exchange.refs)

    name, _, text = line.partition(" ")
    call = Call(
        name,
        text.strip(),
        await slack.author(origin),
        origin.where.team,
        origin.scope,
        files=tuple(files),
        is_private=await slack.is_private(origin),
        signs_in=bool(origin.trigger),
        link=link,
    )
    try:
        reply = await slack.commands.run(call)
    except UsageError as error:
        raise type(error)(in_words_of_slack(str(error))) from error
    return replace(reply, text=in_words_of_slack(reply.text))
