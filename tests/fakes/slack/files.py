"""files.*: an upload in its three steps, and what is known of a file."""

import json

from tests.fakes.slack.arguments import need
from tests.fakes.slack.ground import Ground, Method
from tests.fakes.slack.nouns import FakeFile, FakeMessage, Json, Refused
from tests.fakes.slack.world import Team

SNIPPET = 1_000_000
"""Bytes of the largest snippet."""


def get_upload(slack: Ground, team: Team, args: Json) -> Json:
    """files.getUploadURLExternal: where the bytes are to go."""
    need(args, "filename", "length")
    length = int(args["length"])
    if args.get("snippet_type") and length > SNIPPET:
        raise Refused("snippet_too_large")
    file = FakeFile(f"F{next(team.number)}", args["filename"], b"", "", team.bot_user, args.get("snippet_type") or "")
    file.promised = length
    team.files[file.id] = file
    return {"upload_url": f"{slack.url}/upload/{team.id}/{file.id}", "file_id": file.id}


def complete_upload(slack: Ground, team: Team, args: Json) -> Json:
    """files.completeUploadExternal: share what was uploaded, in a thread where one is named."""
    need(args, "files")
    listed = args["files"] if isinstance(args["files"], list) else json.loads(args["files"])
    files = [_uploaded(team, entry) for entry in listed]
    if args.get("channel_id"):
        _share(slack, team, files, args)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def info(slack: Ground, team: Team, args: Json) -> Json:
    """files.info."""
    need(args, "file")
    file = team.files.get(args["file"])
    if file is None or file.promised:
        raise Refused("file_not_found")
    return {"file": describe_file(slack, team, file), "comments": []}


def describe_file(slack: Ground, team: Team, file: FakeFile) -> Json:
    """Return a file as payloads and files.info have it."""
    path = f"{slack.url}/files/{team.id}/{file.id}/{file.name}"
    kind = file.name.rpartition(".")[2]
    described: Json = {
        "id": file.id,
        "created": 0,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.snippet_type or kind,
        "user": file.user,
        "user_team": team.id,
        "size": len(file.content),
        "mode": "snippet" if file.snippet_type else "hosted",
        "is_external": False,
        "file_access": "visible",
        "url_private": path,
        "url_private_download": path,
    }
    if file.mimetype.startswith("image/"):
        described["thumb_1024"] = path
    if file.channel:
        described["shares"] = {"public": {file.channel: [{"thread_ts": file.thread_ts, "team_id": team.id}]}}
    return described


def _uploaded(team: Team, entry: Json) -> FakeFile:
    file = team.files.get(entry.get("id", ""))
    if file is None:
        raise Refused("file_not_found")
    if file.promised:
        raise Refused("file_upload_size_mismatch")
    file.title = entry.get("title") or file.name
    return file


def _share(slack: Ground, team: Team, files: list[FakeFile], args: Json) -> None:
    channel = team.writable(args["channel_id"]).id
    thread = args.get("thread_ts") or ""
    if thread:
        team.thread(channel, thread)
    text = args.get("initial_comment") or ""
    for file in files:
        file.channel, file.thread_ts, file.comment = channel, thread, text
    message = FakeMessage(team.stamp(), channel, team.bot_user, text, thread, bot_id=team.bot_id, files=files)
    slack.echo_post(team, team.post(message))


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
