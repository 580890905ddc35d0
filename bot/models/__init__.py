"""Providers and their models: who can be asked, and the stream of one answer.

``Models`` is the way in. Below it: ``catalogue`` (what the operator says), ``provider`` and ``model`` (addresses and
keys, names and prices), ``lines`` (who is asked now), ``listing`` (what they serve), ``completion`` (one answer),
``question`` and ``meaning`` (what it is sent, and which model a name is), ``stream`` and ``sse`` (its bytes),
``transport`` (the connection), ``addresses`` and ``checked`` (where that may lead), ``pulse`` (how often it is read),
``queue``, ``patience`` and ``breaker`` (who waits, how long, and who is spared it), ``sight`` (who takes pictures),
``refusals`` (errors, for people).
"""

from bot.models.asker import Asker
from bot.models.catalogue import Catalogue
from bot.models.completion import Completion
from bot.models.model import Model, Price
from bot.models.models import Models
from bot.models.provider import Provider

__all__ = ["Asker", "Catalogue", "Completion", "Model", "Models", "Price", "Provider"]
