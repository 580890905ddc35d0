"""Why a model gave no answer, as one sentence for the person: which thing failed, and what to do."""

from math import ceil

import httpx2
import openai

from bot.errors import Broken, ModelError, RateLimited, Refused, TooLong, Unreachable
from bot.models.checked import Inside
from bot.models.patience import read_wait
from bot.models.provider import Provider
from bot.models.reason import Reason
from bot.models.sse import Nonsense
from bot.models.stream import CutShort, Failure, NotAStream
from bot.models.transport import NoSuchHost, Silence, Untrusted

PASSING = (httpx2.HTTPError, Silence, CutShort, Failure, Nonsense)
"""What may go wrong once a stream is open."""
KNOWN = (openai.OpenAIError, NotAStream, *PASSING)
"""What may go wrong at all."""
_NO_SERVER = "no model server is there"


def explain(error: Exception, provider: Provider, model: str) -> ModelError:
    """Return one of ``KNOWN`` as our own error. Its sentence never holds a key or a page of HTML."""
    at, check = provider.address, _check_url(provider)
    match error:
        case openai.APIStatusError():
            is_json = "json" in error.response.headers.get("content-type", "")
            reason = Reason(error.status_code, error.body if is_json else None)
            return _refuse(reason, provider, model, error.response.headers.get("retry-after", ""))
        case openai.APIConnectionError():
            return Unreachable(_describe_failed_connection(error.__cause__, provider))
        case Silence():
            return Unreachable(f"{at} has been silent for {error.seconds:g} s. Try again, or choose another model.")
        case Failure():
            return _refuse(Reason(0, error.body), provider, model)
        case CutShort() | httpx2.HTTPError():
            return Broken(f"{at} broke off before the answer was complete. Try again.")
        case NotAStream():
            return Refused(f"{at} does not answer as a model server does. {check}", why=_NO_SERVER)
        case Nonsense():
            return Broken(f"{at} sent something that makes no sense. Try again, or choose another model.")
    return Refused(f"{at} could not be asked. {check}")


def _refuse(reason: Reason, provider: Provider, model: str, retry_after: str = "") -> ModelError:
    at, check = provider.address, _check_url(provider)
    said = "" if provider.allowed else reason.quote(provider.secret)
    if reason.is_about_content:
        return Refused(f"{at} refused the request for what it says{f': {said}' if said else ''}.")
    if reason.is_overflow:
        return TooLong(f"This is too long for {model}. Start a new conversation, or send less.")
    match reason.status:
        case 401 | 403:
            return Refused(_describe_key(reason.status, provider, model), why="its key is refused")
        case 404 if model and reason.is_about_model:
            return Refused(f"{at} serves no model named {model}. Choose another one.", why="not served any more")
        case 404:
            return Refused(f"{at} has nothing to ask at this address. {check}", why=_NO_SERVER)
        case 429 if reason.is_no_quota:
            return RateLimited(
                f"The quota of the key for {at} is used up. Top it up, or choose another model.", why="quota used up"
            )
        case 429:
            seconds = read_wait({"retry-after": retry_after})
            wait = "in a moment" if seconds is None else f"in {ceil(seconds)} s"
            return RateLimited(f"{at} gets too many requests. Try again {wait}.")
        case 502 | 503 | 504 | 529 as status:
            return Unreachable(f"{at} is not ready or overloaded ({said or status}). Try again in a moment.")
        case status if status >= 500:
            return Broken(f"{at} failed ({said or status}). Try again, or choose another model.")
        case status if status < 400:
            return Refused(f"{at} sends us elsewhere ({status}), and we do not follow. {check}", why=_NO_SERVER)
    why = "no credit left" if reason.status == 402 else ""
    return Refused(f"{at} refused the request: {said or f'HTTP {reason.status}'}.", why=why)


def _describe_key(status: int, provider: Provider, model: str) -> str:
    if not provider.secret:
        return f"{provider.address} wants a key. Set {provider.key_named}."
    if status == 403:
        return f"{provider.address} refused the key for {model}. Set {provider.key_named} to one that may use it."
    return f"{provider.address} refused the key. Set {provider.key_named} to one that is valid there."


def _describe_failed_connection(cause: BaseException | None, provider: Provider) -> str:
    at, check = provider.address, _check_url(provider)
    match cause:
        case Inside():
            return f"{at} is an address that may not be asked from here. An admin can allow it."
        case NoSuchHost():
            return f"There is no host named {at}. {check}"
        case Untrusted():
            return f"No secure connection to {at}. Is it https, with a certificate trusted here (SSL_CERT_FILE)?"
        case httpx2.TimeoutException():
            return f"{at} took no connection within {provider.connect:g} s. Try again, or check the network."
        case httpx2.ReadError():
            return f"{at} closed the connection without an answer. Try again in a moment."
    return f"Nobody answers at {at}. Is the model server running, and its URL ({provider.url_named}) right?"


def _check_url(provider: Provider) -> str:
    return f"Check its URL ({provider.url_named}): it usually ends in /v1."
