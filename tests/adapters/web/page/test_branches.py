"""Another answer, an edited question: each stands beside what was there before, and one branch is shown."""

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.adapters.web.house import House
from tests.adapters.web.page.screen import UNFINISHED, Screen, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def pager(screen: Screen, kind: str) -> Locator:
    """What leads through the answers, or the questions, of the newest exchange shown."""
    return screen.page.locator(".exchange").last.get_by_role("group", name=f"{kind} ")


async def edits(screen: Screen, text: str, *, at: int = -1) -> None:
    exchange = screen.page.locator(".exchange").nth(at)
    await exchange.hover()
    await exchange.get_by_role("button", name="Edit the question").click()
    field = exchange.get_by_label("The question, edited")
    await expect(field).to_be_focused()
    await field.fill(text)
    await exchange.get_by_role("button", name="Save & ask").click()


async def asked_of_the_model(screen: Screen) -> list[str]:
    """What people said, as the model was told it last."""
    return [str(one["content"]) for one in screen.house.model.asked[-1].messages if one["role"] == "user"]


async def test_answers_stand_beside_each_other(screen: Screen) -> None:
    screen.house.model.says("First.", "Second.", "Third.")
    await screen.asks("Go.")
    await screen.sees_the_end()
    await expect(pager(screen, "Answer")).to_be_hidden()
    await screen.button("Regenerate").click()
    await expect(screen.answer).to_have_text("Second.")
    await screen.sees_the_end()
    await expect(pager(screen, "Answer")).to_have_text("‹2/2›")
    await screen.button("Previous answer").click()
    await expect(screen.answer).to_have_text("First.")
    await expect(screen.button("Next answer")).to_be_focused()
    await expect(screen.button("Previous answer")).to_be_disabled()
    await screen.button("Regenerate").click()
    await expect(screen.answer).to_have_text("Third.")
    await screen.sees_the_end()
    await expect(pager(screen, "Answer")).to_have_text("‹3/3›")
    await expect(screen.page.locator(".exchange")).to_have_count(1)
    await screen.page.reload()
    await expect(screen.answer).to_have_text("Third.")
    await expect(pager(screen, "Answer")).to_have_text("‹3/3›")


async def test_what_is_said_next_follows_the_answer_that_is_shown(screen: Screen) -> None:
    screen.house.model.says("First.", "Second.", "On the first.")
    await screen.asks("Go.")
    await screen.sees_the_end()
    await screen.button("Regenerate").click()
    await expect(screen.answer).to_have_text("Second.")
    await screen.sees_the_end()
    await screen.button("Previous answer").click()
    await screen.asks("More.")
    await expect(screen.answer).to_have_text("On the first.")
    await screen.sees_the_end()
    told = [str(one["content"]) for one in screen.house.model.asked[-1].messages]
    assert "First." in told
    assert "Second." not in told
    await screen.button("Next answer").click()
    await expect(screen.page.locator(".exchange")).to_have_count(1)
    await screen.button("Previous answer").click()
    await expect(screen.page.locator(".exchange")).to_have_count(2)


async def test_an_edited_question_begins_a_branch_of_its_own(screen: Screen) -> None:
    for question in ("One.", "Two.", "Three."):
        await screen.asks(question)
        await screen.sees(f"You asked: {question}")
        await screen.sees_the_end()
    await edits(screen, "Other two.", at=1)
    await screen.sees("You asked: Other two.")
    await screen.sees_the_end()
    await expect(screen.page.locator(".exchange")).to_have_count(2)
    await expect(pager(screen, "Question")).to_have_text("‹2/2›")
    asked = await asked_of_the_model(screen)
    assert any("One." in text for text in asked)
    assert not any("Three." in text for text in asked)
    await screen.button("Previous question").click()
    await expect(screen.page.locator(".exchange")).to_have_count(3)
    await expect(screen.button("Next question")).to_be_focused()
    await screen.page.reload()
    await screen.sees("You asked: Other two.")


async def test_a_question_is_edited_with_keys_alone(screen: Screen) -> None:
    await screen.asks("One.")
    await screen.sees_the_end()
    await screen.question.press("ArrowUp")
    field = screen.page.get_by_label("The question, edited")
    await expect(field).to_have_value("One.")
    await field.press("Escape")
    await expect(field).to_be_hidden()
    await expect(screen.button("Edit the question")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await field.fill("Edited.")
    await field.press("Control+Enter")
    await screen.sees("You asked: Edited.")
    await screen.sees_the_end()
    await expect(pager(screen, "Question")).to_have_text("‹2/2›")


async def test_an_attempt_that_came_to_nothing_is_no_answer_to_leaf_through(screen: Screen) -> None:
    screen.house.model.breaks("401")
    await screen.asks("Go.")
    await screen.sees_the_end(UNFINISHED)
    await screen.button("Try again").click()
    await screen.sees("You asked: Go.")
    await screen.sees_the_end()
    await expect(pager(screen, "Answer")).to_be_hidden()


async def test_another_model_answers_beside_the_first(browser: Browser, house: House) -> None:
    house.model.models = {"scripted": 32_768, "other": 8_192}
    async with tab(browser, house) as screen:
        await screen.asks("Go.")
        await screen.sees_the_end()
        await screen.page.get_by_label("Model").select_option("other")
        await screen.button("Regenerate").click()
        await expect(screen.page.locator(".model").last).to_have_text("other")
        await screen.sees_the_end()
        await screen.button("Previous answer").click()
        await expect(screen.page.locator(".model").last).to_have_text("scripted")
