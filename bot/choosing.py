"""Which model answers, and who may decide that for whom."""

from dataclasses import dataclass

from bot.errors import NotTheirs, UsageError
from bot.models import Asker, Model, Models
from bot.models.offers import call
from bot.store.preferences import Level, PreferenceRows

NOT_YOURS_ALONE = "{} is an address of your own, which others can't ask: an admin can share one with the workspace."
ADMINS_ONLY = "Which model answers all of the workspace is for an admin to decide; `/code model NAME` is for you alone."
NO_CHANNEL = "In a direct message there is no channel to choose for; `/code model NAME` chooses for you."
NO_CONVERSATION = (
    "From here I can't tell which conversation you mean. Begin your next question there with `--model NAME --here`."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model that answers."""

    model: Model
    level: Level | None = None
    """For whom it was chosen; None: by the request itself, or by nobody."""
    skipped: str = ""
    """The name of one that was chosen and can't answer; empty: there is none."""


async def choose(preferences: PreferenceRows, models: Models, asker: Asker, named: str = "") -> Chosen:
    """Return what answers: what this request names > the conversation > channel > person > workspace > the default.

    A choice that is not there any more, or not for this person, is passed over. Raises ``UsageError`` where the one
    that is named can't be had, and ``ModelError``.
    """
    if named:
        return Chosen(await models.choose(named, asker))
    skipped = ""
    choices = await preferences.models(asker.author, asker.workspace, asker.channel, asker.conversation)
    for level, name in choices.items():
        try:
            return Chosen(await models.choose(name, asker), level, skipped)
        except UsageError:
            skipped = skipped or name
    return Chosen(await models.choose("", asker), None, skipped)


async def decide(
    preferences: PreferenceRows, models: Models, asker: Asker, level: Level, name: str, *, is_admin: bool
) -> str:
    """Let the model of that name answer there from now on, empty: what else is chosen. Return what it is called.

    A workspace's is an admin's to decide, and a channel's, like its other settings, anybody's who is there. Raises
    ``UsageError`` and ``ModelError``.
    """
    subjects = {Level.CONVERSATION: asker.conversation, Level.CHANNEL: asker.channel, Level.USER: asker.author.id}
    subject = subjects.get(level, "")
    if level is Level.WORKSPACE and not is_admin:
        raise NotTheirs(ADMINS_ONLY)
    if level is not Level.WORKSPACE and not subject:
        raise UsageError(NO_CHANNEL if level is Level.CHANNEL else NO_CONVERSATION)
    if name:
        name = await _check(models, asker, level, name)
    await preferences.choose_model_at(level, asker.author.platform, asker.workspace, subject, name)
    return name


async def _check(models: Models, asker: Asker, level: Level, name: str) -> str:
    """Return what a model is called that may be chosen there."""
    model = await models.choose(name, asker)
    if model.is_brought and not model.shared and level in (Level.CHANNEL, Level.WORKSPACE):
        raise UsageError(NOT_YOURS_ALONE.format(model.called))
    return call(model, await models.survey(asker))
