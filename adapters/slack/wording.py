"""What commands say, in the words of Slack: its commands take no file, which a form or a message's menu takes."""

from bot.fences import reword

_SENTENCES = {
    "`/snippets import FILE`": "`/snippets import`",
    "a line break, and the code; or send it with the command as a file.": "a line break, and the code.",
    "`/snippets save` keeps a file of code.": "*Save as snippet* in the menu of its message keeps a file of code.",
}


def in_words_of_slack(text: str) -> str:
    """Return Markdown that says what can be done in Slack; what people wrote stands in code blocks, and stays."""
    return reword(text, _translate)


def _translate(text: str) -> str:
    for elsewhere, here in _SENTENCES.items():
        text = text.replace(elsewhere, here)
    return text
