"""A person judges an answer: a thumb up, a thumb down with what it is about, taken back; and sees what it took."""

import re

import pytest
from playwright.async_api import expect

from tests.adapters.web.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_thumb_is_pressed_kept_and_taken_back(screen: Screen) -> None:
    await screen.asks("Go.")
    await screen.sees_the_end()
    up, down = screen.button("Good answer"), screen.button("Not what I wanted")
    await expect(up).to_have_attribute("aria-pressed", "false")
    await up.click()
    await expect(up).to_have_attribute("aria-pressed", "true")
    await expect(screen.status).to_have_text("Noted.")
    await screen.page.reload()
    await expect(up).to_have_attribute("aria-pressed", "true")
    await down.click()
    await expect(down).to_have_attribute("aria-pressed", "true")
    await expect(up).to_have_attribute("aria-pressed", "false")
    await down.click()
    await expect(screen.status).to_have_text("Taken back.")
    await screen.page.reload()
    await expect(down).to_have_attribute("aria-pressed", "false")


async def test_a_thumb_down_with_words_mends_the_answer_below(screen: Screen) -> None:
    await screen.asks("Sort a list.")
    await screen.sees_the_end()
    screen.house.model.says("Write the answer in C++.", "In C++ then.")
    await screen.button("Not what I wanted").click()
    words = screen.page.get_by_label("In your words")
    await expect(words).to_be_focused()
    await screen.button("Send").first.click()
    await expect(screen.page.get_by_text("Say in a few words what should be different, or choose")).to_be_visible()
    await screen.button("Another language").click()
    await expect(screen.button("Another language")).to_have_attribute("aria-pressed", "true")
    await words.fill("in C++")
    await words.press("Enter")
    await screen.sees("In C++ then.")
    await screen.sees_the_end()
    await expect(screen.page.locator(".exchange")).to_have_count(2)
    exchange = screen.page.locator(".exchange").last
    await expect(exchange.locator(".chip")).to_have_text("Feedback")
    await expect(exchange.locator(".question")).to_contain_text("in C++")
    first = screen.page.locator(".exchange").first
    await expect(first.get_by_role("button", name="Not what I wanted")).to_have_attribute("aria-pressed", "true")


async def test_a_thumb_down_alone_stays_when_the_form_is_closed(screen: Screen) -> None:
    await screen.asks("Go.")
    await screen.sees_the_end()
    await screen.button("Not what I wanted").click()
    await expect(screen.page.get_by_label("In your words")).to_be_focused()
    await screen.page.keyboard.press("Escape")
    await expect(screen.page.get_by_label("In your words")).to_be_hidden()
    await expect(screen.button("Not what I wanted")).to_be_focused()
    await screen.page.reload()
    await expect(screen.button("Not what I wanted")).to_have_attribute("aria-pressed", "true")
    await expect(screen.page.locator(".exchange")).to_have_count(1)


async def test_an_answer_says_what_it_took(screen: Screen) -> None:
    await screen.asks("Go.")
    await screen.sees_the_end()
    facts = screen.page.locator(".facts").last
    await expect(facts).to_have_text(re.compile(r"^scripted · (about )?[\d,]+ → \d+ tokens"))
    before = await facts.inner_text()
    await screen.page.reload()
    await expect(facts).to_have_text(before)
