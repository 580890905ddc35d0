"""What the page is told of usage."""

from pathlib import Path

import httpx2

from tests.adapters.web.house import housing
from tests.fakes.openai_server import ModelServer

BUDGETS = '[budgets]\nperson = "50k tokens"\nworkspace = "$5"\n'


async def test_usage_is_told_by_day_model_and_person_with_budgets(tmp_path: Path, model_server: ModelServer) -> None:
    (tmp_path / "code-supporter.toml").write_text(BUDGETS)
    async with housing(tmp_path, model_server) as house, httpx2.AsyncClient(base_url=house.url) as client:
        empty = (await client.get("/api/usage")).json()
        assert (empty["days"], empty["mine"]["answers"], empty["mine"]["cost"]) == ([], 0, None)
        async with house.viewer() as viewer:
            await viewer.asks("Go.")
            await viewer.hears_out()
        told = (await client.get("/api/usage", params={"days": 7})).json()
        (row,) = told["days"]
        assert (row["model"], row["who"], row["answers"], row["cost"], row["unpriced"]) == (
            "scripted",
            "you",
            1,
            None,
            1,
        )
        assert row["day"].startswith("20")
        assert told["mine"] == told["all"] == {name: row[name] for name in told["mine"]}
        mine, workspace = told["budgets"]
        assert (mine["whose"], mine["unit"], mine["limit"], mine["per"]) == ("you", "tokens", 50_000, "day")
        assert mine["spent"] == row["prompt"] + row["completion"]
        assert (workspace["unit"], workspace["spent"], workspace["limit"]) == ("dollars", 0, 5)
        assert 0 < workspace["left"] <= 86_400
        for wrong in ("0", "-1", "367", "x"):
            assert (await client.get("/api/usage", params={"days": wrong})).status_code in (400, 422)
