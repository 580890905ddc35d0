"""What can go wrong, as one tree.

BotError
├── ModelError          the sentence is shown in the answer
│   ├── Unreachable     nobody answers at the provider's address, or it fell silent
│   ├── Refused         the provider said no: key, model name, bad request
│   ├── RateLimited     too many requests, or no quota left
│   ├── TooLong         the briefing does not fit into the model
│   └── Broken          the stream was cut or made no sense; what came before is kept
├── SurfaceError        drawing failed
│   ├── Gone            the message or its thread was deleted
│   ├── Forbidden       the bot may not write there
│   ├── Throttled       too many calls; try again after ``retry_after`` seconds
│   └── Flaky           a passing fault of the platform; try again
├── StoreError          the database refused
│   └── TakenOver       another process goes on with the answer: leave it alone
├── StartError          one line that stops the start
└── UsageError          shown to the person as it stands
    ├── SaidBefore      they were told so a moment ago: where others read along, once is enough
    ├── Missing         what they mean is not there, or not for them to see
    ├── NotTheirs       it is there, and somebody else's to change
    ├── Outdated        somebody else changed it meanwhile
    └── HadAlready      they have it already
"""


class BotError(Exception):
    """Everything that this program raises on purpose."""


class ModelError(BotError):
    """A model gave no answer; ``str(error)`` is a sentence for the person, with what to do."""

    why = ""
    """The reason in a few words, where another provider may answer all the same; empty: it would fail there, too."""

    def __init__(self, sentence: str = "", *, why: str = "") -> None:
        super().__init__(sentence)
        self.why = why or self.why


class Unreachable(ModelError):
    why = "out of reach"


class Refused(ModelError): ...


class RateLimited(ModelError):
    why = "rate limited"


class TooLong(ModelError): ...


class Broken(ModelError):
    why = "failed"


class SurfaceError(BotError):
    """A platform did not draw what it was given."""

    code = ""
    """The platform's own name for what went wrong; empty where it gave none."""


class Gone(SurfaceError): ...


class Forbidden(SurfaceError): ...


class Throttled(SurfaceError):
    """The platform refused a call for its rate (HTTP 429)."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many calls; again in {retry_after:g} s")
        self.retry_after = retry_after
        self.noted = False
        """True once the bucket that it is about was told."""


class Flaky(SurfaceError): ...


class StoreError(BotError): ...


class TakenOver(StoreError): ...


class StartError(BotError):
    """The program can't start; ``str(error)`` is one line that names the cause and the cure."""


class UsageError(BotError):
    """The person asked for something that can't be done; ``str(error)`` says what would be right."""


class SaidBefore(UsageError): ...


class Missing(UsageError):
    """What they mean is not there, or not for them to see."""


class NotTheirs(UsageError):
    """It is there, and somebody else's to change."""


class Outdated(UsageError):
    """Somebody else changed it meanwhile: nothing is written, so that nothing of theirs is lost."""


class HadAlready(UsageError):
    """They have it already, elsewhere."""
