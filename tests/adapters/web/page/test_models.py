"""A person chooses a model: which there are, what they cost, what a conversation keeps; and waits for a busy one."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import tab
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLAIN = {"context": 8_192, "sees": False, "mine": False, "problem": "", "price": None}
OFFER = {
    "models": [
        {**PLAIN, "name": "scripted", "provider": "house"},
        {**PLAIN, "name": "dear", "provider": "house", "price": [2.5, 10]},
        {**PLAIN, "name": "away", "provider": "elsewhere", "problem": "elsewhere can not be reached."},
    ],
    "default": "scripted",
    "problem": "",
    "chosen": {"conversation": "", "user": "", "workspace": "", "default": "scripted"},
}


async def test_models_stand_by_provider_with_what_they_cost(browser: Browser, house: House) -> None:
    async def offer(route: Route) -> None:
        await route.fulfill(body=json.dumps(OFFER), content_type="application/json")

    async with tab(browser, house) as screen:
        await screen.page.route("**/api/models?*", offer)
        await screen.page.reload()
        picker = screen.page.get_by_label("Model")
        await expect(picker.locator("optgroup")).to_have_count(2)
        await expect(picker.locator("option")).to_have_text(["scripted (default)", "dear", "away (unavailable)"])
        await expect(picker.locator("option").last).to_be_disabled()
        await expect(picker.locator("option").last).to_have_attribute("title", "elsewhere can not be reached.")
        await picker.select_option("dear")
        await expect(picker).to_have_attribute("title", "$2.50 read, $10.00 written, per million tokens")


async def test_a_conversation_keeps_the_model_that_was_chosen_in_it(browser: Browser, house: House) -> None:
    house.model.models = {"scripted": 32_768, "other": 8_192}
    async with tab(browser, house) as screen:
        picker = screen.page.get_by_label("Model")
        await screen.asks("Go.")
        await screen.sees_the_end()
        async with screen.page.expect_response("**/api/models/choice"):
            await picker.select_option("other")
        await screen.button("New conversation").click()
        await expect(picker).to_have_value("")
        await screen.page.go_back()
        await expect(picker).to_have_value("other")
        await screen.asks("And now?")
        await screen.sees_the_end()
        assert house.model.asked[-1].model == "other"


async def test_who_waits_for_a_busy_model_sees_how_many_are_ahead(browser: Browser, tmp_path: Path) -> None:
    async with (
        ModelServer() as model,
        housing(tmp_path, model, model_concurrency=1) as house,
        tab(browser, house) as screen,
        tab(browser, house) as other,
    ):
        model.hold(after=1)
        await screen.asks("One.")
        await model.runs()
        await other.asks("Two.")
        await expect(other.page.locator(".waiting")).to_contain_text("1 ahead of you…")
        model.release()
        await other.sees("You asked: Two.")
        await other.sees_the_end()
        await screen.sees_the_end()
