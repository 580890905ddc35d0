"""What Slack's SDK may log: warnings, without secrets. Its DEBUG lines hold whole answers of Slack, tokens included."""

import logging
import re

_SECRETS = re.compile(r"(xox[a-z.]*-|xapp-|xoxe\.|ticket=|code: )[^\s'\",&)]+")
_OURS = "adapters.slack.sdk"
_NEEDLESS = (
    "As you gave `client` as well, `token` will be unused",
    "As `installation_store` or `authorize` has been used, `token`",
    "Although the app should be installed into this workspace",
)
"""How lines of Bolt begin that say nothing, or what we have said better."""


def begin_sdk_logging() -> logging.Logger:
    """Return the logger that everything of Bolt gets; the SDK's own become as quiet."""
    debugging = logging.getLogger().getEffectiveLevel() <= logging.DEBUG
    level = logging.INFO if debugging else logging.WARNING
    for name in (_OURS, "slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(level)
    ours = logging.getLogger(_OURS)
    if not ours.filters:
        ours.addFilter(_clean)
    return ours


def _clean(record: logging.LogRecord) -> bool:
    """Hide secrets, in the trace, too."""
    text = record.getMessage()
    if text.startswith(_NEEDLESS):
        return False
    if record.exc_info:
        text += "\n" + logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
    record.msg, record.args = _SECRETS.sub(r"\1…", text), ()
    return True
