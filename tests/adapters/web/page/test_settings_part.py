"""A person chooses models, brings addresses, makes tokens, ends sessions, and says how the page looks."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.adapters.web.chat_people import ANA, CHAT, cookie_of
from tests.adapters.web.house import House, housing
from tests.adapters.web.page.screen import PATIENCE, Screen, tab
from tests.fakes.openai_server import ModelServer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

KEY = "sk-0123456789abcd"


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with ModelServer() as model:
        model.models = {"scripted": 32_768, "other": 8_192}
        async with housing(tmp_path, model) as house:
            yield house


@pytest_asyncio.fixture(loop_scope="session")
async def own(house: House) -> AsyncIterator[ModelServer]:
    """The person's own model server, which they may bring."""
    async with ModelServer() as server:
        server.models, server.key = {"mine": 4_096}, KEY
        models = house.core.models
        models.catalogue = replace(models.catalogue, allowed=frozenset({f"http://127.0.0.1:{server.port}"}))
        yield server


async def open_settings(screen: Screen) -> Locator:
    await screen.page.evaluate("location.hash = '#settings'")
    part = screen.page.get_by_role("region", name="Settings", exact=True)
    await expect(part).to_be_visible()
    return part


async def test_the_page_is_as_light_as_she_has_it(browser: Browser, house: House) -> None:
    async with tab(browser, house, dark=True) as screen:
        scheme = "getComputedStyle(document.documentElement).colorScheme"
        part = await open_settings(screen)
        await expect(part.get_by_label("As the system")).to_be_checked()
        await part.get_by_text("Light", exact=True).click()
        assert await screen.page.evaluate(scheme) == "light"
        await screen.page.reload()
        await expect(part.get_by_label("Light")).to_be_checked()
        assert await screen.page.evaluate(scheme) == "light"
        await part.get_by_text("As the system", exact=True).click()
        assert await screen.page.evaluate(scheme) == "light dark"


async def test_a_model_of_her_own_answers_in_new_conversations(screen: Screen) -> None:
    part = await open_settings(screen)
    table = part.get_by_role("table", name="Models")
    await expect(table.locator("tbody tr")).to_have_count(2)
    await expect(table.locator("tbody tr").first).to_contain_text("answers now")
    await part.get_by_label("Yours, where a conversation has none of its own").select_option("other")
    await expect(part).to_contain_text("Kept.")
    await screen.button("New conversation").click()
    await screen.asks("Go.")
    await screen.sees_the_end()
    assert screen.house.model.asked[-1].model == "other"


async def test_an_address_is_tried_kept_tested_and_taken_away(browser: Browser, house: House, own: ModelServer) -> None:
    async with tab(browser, house, allowed=["status of 400"]) as screen:
        part = await open_settings(screen)
        await expect(part).to_contain_text(f"Only these may be brought: http://127.0.0.1:{own.port}.")
        form = part.get_by_role("form", name="Bring an address")
        await form.get_by_label("Name").fill("laptop")
        await form.get_by_label("Address, up to /v1").fill(own.url)
        await form.get_by_label("Key").fill("sk-wrong")
        await form.get_by_role("button", name="Try and keep").click()
        await expect(form.locator(".failed")).to_be_focused()
        await expect(form.get_by_label("Name")).to_have_value("laptop")
        await form.get_by_label("Key").fill(KEY)
        await form.get_by_role("button", name="Try and keep").click()
        row = part.locator("#settings-endpoints li")
        await expect(row).to_contain_text("key …abcd", timeout=PATIENCE)
        await expect(row).to_contain_text("1 model.")
        await expect(form.get_by_label("Key")).to_have_value("")
        await expect(part.get_by_role("table", name="Models")).to_contain_text("mine")
        assert KEY not in await screen.page.content()
        await row.get_by_role("button", name="Test laptop").click()
        await expect(row).to_contain_text("It answers, the first word after", timeout=PATIENCE)
        await row.get_by_role("button", name="Remove laptop").click()
        await expect(row).to_have_count(0)
        await expect(form.get_by_label("Name")).to_have_value("laptop")
        await expect(form.get_by_label("Address, up to /v1")).to_have_value(own.url)
        await expect(form.get_by_text("laptop is removed.")).to_be_focused()
        await expect(part.get_by_role("table", name="Models")).not_to_contain_text("mine")


async def test_a_token_is_shown_once_lets_a_program_in_and_is_revoked(screen: Screen) -> None:
    part = await open_settings(screen)
    form = part.get_by_role("form", name="Make a token")
    await form.get_by_label("What is it for?").fill("<b>editor</b>")
    await form.get_by_label("change snippets").check()
    await form.get_by_role("button", name="Make a token").click()
    shown = part.get_by_label("The token", exact=True)
    await expect(shown).to_be_focused()
    secret = await shown.input_value()
    await expect(part.locator("#settings-tokens li")).to_contain_text("<b>editor</b>")
    await expect(part.locator("#settings-tokens li")).to_contain_text("May read snippets, change snippets")
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx2.AsyncClient(base_url=screen.house.url, trust_env=False, headers=headers) as program:
        assert (await program.get("/api/v1/snippets")).status_code == 200
        await screen.page.reload()
        await expect(part.locator("#settings-tokens li")).to_have_count(1)
        assert secret not in await screen.page.content()
        await part.get_by_role("button", name="Revoke <b>editor</b>").click()
        await expect(part.locator("#settings-tokens li")).to_have_count(0)
        await expect(form.get_by_label("What is it for?")).to_be_focused()
        assert (await program.get("/api/v1/snippets")).status_code == 401


async def test_where_nobody_signs_in_there_is_nothing_to_sign_out_of(screen: Screen) -> None:
    part = await open_settings(screen)
    await expect(part).to_contain_text("You need not sign in: only this machine reaches the page.")
    await expect(part.get_by_role("button", name="Sign out")).to_have_count(0)


async def test_where_people_sign_in_they_see_where_and_end_it(browser: Browser, tmp_path: Path) -> None:
    async with ModelServer() as model, housing(tmp_path / "chat", model, **CHAT) as house:
        here, other = [(await cookie_of(house, ANA)).partition("=")[2] for _ in range(2)]
        async with tab(browser, house, ready=False, allowed=["status of 401"]) as screen:
            await screen.page.context.add_cookies([{"name": "cs", "value": here, "url": house.url}])
            await screen.page.goto(f"{house.url}/#settings")
            part = screen.page.get_by_role("region", name="Settings", exact=True)
            await expect(part).to_contain_text("You are Ana (Slack")
            sessions = part.locator("#settings-sessions li")
            await expect(sessions).to_have_count(2)
            await expect(sessions.filter(has_text="this browser")).to_have_count(1)
            await part.get_by_role("button", name="Sign out A browser").click()
            await expect(sessions).to_have_count(1)
            async with httpx2.AsyncClient(
                base_url=house.url, trust_env=False, headers={"Cookie": f"cs={other}"}
            ) as gone:
                assert (await gone.get("/api/me")).status_code == 401
            await screen.page.evaluate("Object.assign(localStorage, { 'cs.draft': 'Of mine', 'cs.theme': '' })")
            await part.get_by_role("button", name="Sign out", exact=True).click()
            await expect(screen.page.get_by_role("alert")).to_have_text("You are signed out.")
            assert await screen.page.evaluate("Object.keys(localStorage)") == ["cs.theme"]


@pytest.mark.parametrize("dark", [False, True])
async def test_a_phone_shows_all_of_it(browser: Browser, house: House, dark: bool) -> None:
    async with tab(browser, house, width=360, dark=dark) as screen:
        part = await open_settings(screen)
        await expect(part.get_by_role("table", name="Models")).to_be_visible()
        await part.get_by_label("What is it for?").fill("W" * 100)
        await part.get_by_role("button", name="Make a token").click()
        await expect(part.get_by_label("The token", exact=True)).to_be_visible()
        assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
