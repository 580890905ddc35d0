"""The program as the service opens it, in one workspace of the strict Slack, with a model behind the recorder."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.core import Core, open_core
from adapters.slack.adapter import SlackAdapter
from bot.settings import Settings
from evals.people import People
from evals.recorder import Recorder
from tests.fakes.slack import SlackServer

HOME, FOREIGN = "T1", "T2"
"""The workspace where lessons are taught, and another one, which the same database serves."""
_TOKENS = {HOME: "xoxb-one", FOREIGN: "xoxb-two"}
_SILENCE = 600.0
"""Seconds: with several questions at once two cores take minutes to read a long one."""
_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the program stands for the test."""

    folder: Path
    """Where it keeps its database, so that what was taught outlives a stop."""
    model: str
    recorder: Recorder
    embeddings: str = "local"

    @asynccontextmanager
    async def open(self, team: str = HOME) -> AsyncIterator[tuple[Core, People]]:
        """Open it in a workspace, and close it as the service does; the Slack is a new one each time."""
        async with SlackServer(limits=False) as slack:
            settings = self._settings(slack, team)
            adapter = SlackAdapter(settings)
            async with (
                open_core(settings, {adapter.platform: adapter}) as core,
                adapter.open(core),
            ):
                await slack.connected()
                yield core, People(core, slack, team)
                await core.engine.close(grace=settings.grace_seconds)

    def _settings(self, slack: SlackServer, team: str) -> Settings:
        """Nothing here is by chance: no lesson is withheld, and no answer of before is shown."""
        return Settings.model_validate(
            {
                "openai_base_url": self.recorder.url,
                "openai_api_key": os.environ.get("OPENAI_API_KEY") or None,
                "openai_model": self.model,
                "model_silence": _SILENCE,
                "answer_seconds": 2 * _SILENCE,
                "data_dir": self.folder,
                "recover_minutes": 0,
                "embeddings": self.embeddings,
                "lessons_channel": 1,
                "lessons_withheld": 0.0,
                "lessons_exemplars": 0,
                "slack_bot_token": _TOKENS[team],
                "slack_app_token": slack.app_token,
                "slack_api_url": slack.api_url,
                **{f"slack_{what}_per_minute": _CALLS for what in ("starts", "appends", "stops", "updates")},
            }
        )
