"""Discord's errors: each code with its status of HTTP and its words.

Codes from https://discord.com/developers/docs/topics/opcodes-and-status-codes. Where that does not give the status it
is what people quote; that of 160005 is not verified.
"""

from tests.fakes.discord.nouns import Json

ERRORS: dict[int, tuple[int, str]] = {
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30032: (400, "Maximum number of application commands reached (100)"),
    30034: (400, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50021: (403, "Cannot execute action on a system message"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    90001: (403, "Reaction was blocked"),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}
WORDS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed"}


class Refused(Exception):
    """A request was refused: with a code of Discord's, or with a status of HTTP and code 0."""

    def __init__(self, code: int, *, errors: Json | None = None) -> None:
        self.status, self.message = ERRORS.get(code, (code, f"{code}: {WORDS.get(code, 'Error')}"))
        self.code = code if code in ERRORS else 0
        self.errors = errors
        super().__init__(f"{self.code} {self.message} {errors or ''}")

    @property
    def body(self) -> Json:
        body: Json = {"message": self.message, "code": self.code}
        return body | ({"errors": self.errors} if self.errors else {})


def invalid(path: str, code: str, message: str) -> Refused:
    """Return the refusal of a body: ``path`` names the field, such as ``components.0.label``."""
    tree: Json = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        tree = {part: tree}
    return Refused(50035, errors=tree)


def missing(path: str) -> Refused:
    return invalid(path, "BASE_TYPE_REQUIRED", "This field is required")


def length(path: str, text: str, least: int, most: int) -> None:
    """Raise where a text is too short or too long.

    Counted in units of UTF-16, which is the stricter way; how Discord counts is not verified.
    """
    if not isinstance(text, str):
        raise invalid(path, "BASE_TYPE_STRING", "Value must be a string.")
    if not least <= len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


class Strange(ValueError):
    """A request holds what Discord would quietly ignore, or nothing of the kind exists here: a fault all the same."""
