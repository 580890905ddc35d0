"""What a server says when it refuses, in the forms that OpenAI, vLLM, llama.cpp and proxies have for it."""

from collections.abc import Mapping

_LONGEST = 300
"""Characters of a server's own words that are passed on."""
_STATUS = {"rate_limit_exceeded": 429, "insufficient_quota": 429, "context_length_exceeded": 400}
"""HTTP statuses of errors that come inside a stream under a name only."""


class Reason:
    """One refusal, from its HTTP status and the error object or string in its body.

    ``status`` 0: the error came inside a stream, and says its status itself, if at all.
    """

    def __init__(self, status: int, body: object) -> None:
        fields = body if isinstance(body, Mapping) else {"message": body}
        self._names = {name for name in (fields.get("code"), fields.get("type")) if isinstance(name, str)}
        self._message = next((text for name in ("message", "detail") if isinstance(text := fields.get(name), str)), "")
        self.param = str(fields.get("param"))
        self.status = status or _find_status(fields.get("code"), self._names)

    @property
    def is_overflow(self) -> bool:
        """True where the prompt does not fit into the model: in OpenAI's, llama.cpp's and vLLM's words."""
        known = {"context_length_exceeded", "exceed_context_size_error"} & self._names
        return bool(known) or "maximum context length" in self._message or self.status == 413

    @property
    def is_about_content(self) -> bool:
        """True where what was asked goes against the provider's rules: no other one should be asked for that."""
        known = {"content_policy_violation", "content_filter", "moderation"} & self._names
        return bool(known) or "flagged" in self._message or "moderation" in self._message

    @property
    def is_no_quota(self) -> bool:
        """True where the account has nothing left, so that waiting does not help."""
        return "insufficient_quota" in self._names

    @property
    def is_about_model(self) -> bool:
        """True where the model's name is what is wrong, not the address."""
        return self.param == "model" or "model" in self._message.lower()

    def quote(self, secret: str) -> str:
        """Return the server's own words where they are one short line without the secret; else nothing."""
        line = self._message.strip().rstrip(".")
        fit = line.isprintable() and len(line) <= _LONGEST and "<" not in line
        return line if fit and not (secret and secret in line) else ""


def _find_status(code: object, names: set[str]) -> int:
    if isinstance(code, int) and 400 <= code < 600:  # others are numbers of the server's own, such as gRPC's
        return code
    return next((_STATUS[name] for name in names if name in _STATUS), 500)
