"""What commands say, in the words of Discord: there, what follows `/code` elsewhere are commands of their own."""

import re
from dataclasses import replace

from bot.commands import Reply
from bot.fences import reword

_VERB = re.compile(r"`/code (?P<verb>help|model|url|settings|usage|stop|web)\b")
_SENTENCES = {
    "`/code --model NAME` and your problem": "`/code model:NAME` and your problem",
    "`/web logout`": "`/web action:logout`",
    "`/model NAME`": "`/model name:NAME`",
    "`/model default`": "`/model name:default`",
    "`/model default --here`": "`/model name:default where:all in this thread`",
    "`/model default --channel`": "`/model name:default where:all in this channel`",
    "`/model default --workspace`": "`/model name:default where:all on this server`",
    "another one, with `--here`, `--channel` or `--workspace` behind it for others, too": "another, also for others",
    "`/url add NAME URL`": "`/url action:add name:NAME url:URL`",
    "`/url add laptop http://HOST:PORT/v1`": "`/url action:add name:laptop url:http://HOST:PORT/v1`",
    "`/url test NAME`": "`/url action:test name:NAME`",
    "`/settings mention on`": "`/settings setting:mention value:on`",
    "`/settings inplace on`": "`/settings setting:inplace value:on`",
    "`/lessons list WORDS`": "`/lessons list words:WORDS`",
    "`/lessons add RULE`": "`/lessons add rule:RULE`",
    "`/lessons add Use pathlib for paths.`": "`/lessons add rule:Use pathlib for paths.`",
    "`/lessons forget me`": "`/lessons forget`",
    "`/lessons edit NUMBER RULE`": "`/lessons edit lesson:NUMBER rule:RULE`",
    # Said of renaming, and not true where each name has an option of its own.
    "; say which one by its key where its name has several words": "",
    "what follows says which ones, and `all` takes": "`query:` says which ones, and `everybody:True` takes",
}
_NUMBERED = re.compile(r"`/lessons (?P<verb>[a-z]+) (?P<number>NUMBER|\d+)`")
_SNIPPET = re.compile(r"`/snippets (?P<verb>[a-z]+) (?P<rest>(?:NAME|WORDS|FILE|zip|vscode|s-\w+)(?: [^`]*)?)`")
"""A command about snippets; the first word of the rest is one of ours, so that names that people gave stay."""
_OPTIONS = {
    "list": ("query",),
    "search": ("words",),
    "bin": ("words",),
    "rename": ("name", "new"),
    "tag": ("name", "tags"),
    "note": ("name", "text"),
    "language": ("name", "language"),
    "revert": ("name", "version"),
    "share": ("name", "everyone"),
    "export": ("format", "query"),
    "import": ("file",),
}
"""What the options are called, in the order in which they are typed elsewhere; of all others it is the name."""
_BY_LINES = re.compile(
    r"write the new code behind the command: `/snippets edit (?P<key>s-\w+)`, a line break, and the code; or send it"
    r" with the command as a file\."
)
_BY_FILE = (
    r"send the new code as a file: `/snippets edit name:\g<key> file:FILE`. Forms of Discord's can't hold what it is"
    " now: they take 4,000 characters."
)


def in_words_of_discord(reply: Reply) -> Reply:
    """Return a reply that names commands as Discord has them; what people wrote stands in code blocks, and stays."""
    return replace(reply, text=reword(reply.text, _translate))


def _translate(text: str) -> str:
    text = _VERB.sub(r"`/\g<verb>", text)
    for elsewhere, here in _SENTENCES.items():
        text = text.replace(elsewhere, here)
    text = _NUMBERED.sub(r"`/lessons \g<verb> lesson:\g<number>`", text)
    return _SNIPPET.sub(_name_options, _BY_LINES.sub(_BY_FILE, text))


def _name_options(found: re.Match[str]) -> str:
    verb = found["verb"]
    options = _OPTIONS.get(verb, ("name",))
    words = found["rest"].split(" ", len(options) - 1)
    if words[-1] == "everyone":
        words[-1] = "True"
    return f"`/snippets {verb} {' '.join(f'{name}:{word}' for name, word in zip(options, words, strict=False))}`"
