"""Writing messages for the bot: a body becomes a message, is changed, or is taken away."""

from tests.fakes.discord.bodies import check_body, is_empty
from tests.fakes.discord.cast import BOT
from tests.fakes.discord.errors import Refused, Strange, invalid
from tests.fakes.discord.ground import Ground
from tests.fakes.discord.mentions import mention
from tests.fakes.discord.nouns import COMPONENTS_V2, REPLY, FakeFile, FakeMessage, Json, stamp
from tests.fakes.discord.places import Channel


def write(discord: Ground, message: FakeMessage, body: Json, files: dict[int, FakeFile], *, is_response: bool) -> None:
    """Fill a new message from a body that was checked; it is not posted yet."""
    message.content = (body.get("content") or "").strip()
    message.embeds, message.components = body.get("embeds") or [], body.get("components") or []
    message.flags |= body.get("flags") or 0
    message.attachments = attach(discord, message.channel, body, files, [])
    if mention(discord.world, message, body.get("allowed_mentions"), is_response=is_response):
        discord.pinged.append(message)


def post(discord: Ground, channel: Channel, body: Json, files: dict[int, FakeFile]) -> FakeMessage:
    """Post a message of the bot's."""
    check_body(body, files, is_new=True, is_response=False)
    if is_empty({**body, "attachments": files}):
        raise Refused(50006)
    message = FakeMessage(discord.world.ids.next(), channel.id, BOT, nonce=str(body.get("nonce") or ""))
    if reference := body.get("message_reference"):
        message.reference = _refer(discord, channel, reference)
        message.kind = REPLY if message.reference else message.kind
    write(discord, message, body, files, is_response=False)
    revive(discord, channel)
    discord.world.post(message)
    discord.tell_message("MESSAGE_CREATE", message)
    return message


def change(
    discord: Ground, message: FakeMessage, body: Json, files: dict[int, FakeFile], *, is_response: bool = False
) -> None:
    """Change a message of the bot's; what the body does not name stays."""
    check_body(body, files, is_new=False, is_response=is_response, flags=message.flags)
    after: Json = {"content": message.content, "embeds": message.embeds, "components": message.components}
    after |= {name: body[name] for name in after if name in body}
    attachments = attach(discord, message.channel, body, files, message.attachments)
    if is_empty({**after, "attachments": attachments}):
        raise Refused(50006)
    message.flags |= (body.get("flags") or 0) & COMPONENTS_V2
    message.embeds, message.components = after["embeds"] or [], after["components"] or []
    message.attachments = attachments
    discord.world.rewrite(message, (after["content"] or "").strip())
    if "content" in body or "components" in body:
        pings = mention(discord.world, message, body.get("allowed_mentions"), is_response=is_response)
        discord.pinged += [message] if pings else []
    discord.tell_message("MESSAGE_UPDATE", message)


def erase(discord: Ground, message: FakeMessage) -> None:
    """Delete a message; a thread that hangs on it stays."""
    message.deleted = True
    if not message.is_ephemeral:
        channel = discord.world.channels[message.channel]
        discord.tell_in(channel, "MESSAGE_DELETE", {"id": message.id, "channel_id": message.channel})


def attach(
    discord: Ground, channel: str, body: Json, files: dict[int, FakeFile], before: list[FakeFile]
) -> list[FakeFile]:
    """Return the files of a message; those that ``attachments`` do not name go, if there are any."""
    named = body.get("attachments")
    kept = before if named is None else [file for file in before if file.id in {str(one["id"]) for one in named}]
    about = {int(one["id"]): one for one in named or ()}
    for number, file in files.items():
        file.name = about.get(number, {}).get("filename") or file.name
        file.description = about.get(number, {}).get("description") or ""
        discord.world.keep(file, f"{discord.cdn_url}/{channel}")
    return [*kept, *files.values()]


def revive(discord: Ground, channel: Channel) -> None:
    """Posting takes a thread out of the archive, unless it is locked."""
    if not channel.archived:
        return
    channel.archived, channel.archived_at = False, stamp()
    discord.tell_in(channel, "THREAD_UPDATE", channel.thread_json(BOT))


def _refer(discord: Ground, channel: Channel, reference: Json) -> Json | None:
    """Return the reference of a reply; None where its message is gone and that does not matter."""
    if unknown := reference.keys() - {"type", "message_id", "channel_id", "guild_id", "fail_if_not_exists"}:
        raise Strange(f"a reference has no fields {sorted(unknown)}")
    if reference.get("type"):
        raise Strange("the fake Discord lets only people forward messages")
    id = str(reference.get("message_id", ""))
    target = discord.world.posts.get(id)
    if not discord.world.may(channel, BOT, "read_message_history"):
        raise Refused(160002)
    if target is None or target.deleted:
        if reference.get("fail_if_not_exists", True):
            raise invalid("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
        return None
    if target.channel != channel.id:
        raise invalid("message_reference", "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", "Cannot reply across channels")
    if not target.has_words:
        raise invalid("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message")
    return {"type": 0, "message_id": id, "channel_id": channel.id} | (
        {"guild_id": channel.guild} if channel.guild else {}
    )
