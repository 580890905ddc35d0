"""Providers and their models: who can be asked, and the stream of one answer.

``Models`` is the way in. Below it: ``provider`` (addresses and keys), ``listing`` (what they serve), ``completion``
(one answer), ``stream`` and ``sse`` (its bytes), ``transport`` (the connection), ``pulse`` (how often it
is read), ``sight`` (who takes pictures), ``refusals`` (errors, for people).
"""

from bot.models.completion import Completion
from bot.models.models import Models
from bot.models.provider import Model, Provider

__all__ = ["Completion", "Model", "Models", "Provider"]
