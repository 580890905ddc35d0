"""A person opens the page, asks, watches, complains, tries again, and comes back later."""

import pytest
from playwright.async_api import Browser, expect

from tests.adapters.web.house import House
from tests.adapters.web.page.screen import FINISHED, PATIENCE, UNFINISHED, Screen, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CODE = "Like this:\n\n```python\ndef twice(n: int) -> int:\n    return 2 * n  # doubled\n```\n\nThen call it."
LONG = "\n\n".join(f"Paragraph {n} of many." for n in range(120))


async def test_she_asks_an_example_and_gets_highlighted_code_that_she_copies(screen: Screen) -> None:
    await expect(screen.page.get_by_role("heading", name="What should the code do?")).to_be_visible()
    screen.house.model.says(CODE)
    await screen.page.locator("#empty").get_by_role("button").first.click()
    await screen.sees_the_end()
    await expect(screen.page.locator("#empty")).to_be_hidden()
    await expect(screen.answer.locator(".hljs-keyword").first).to_have_text("def")
    await expect(screen.answer.locator(".hljs-comment")).to_have_text("# doubled")
    await screen.button("Copy").click()
    await expect(screen.button("Copied")).to_be_visible()
    copied = "def twice(n: int) -> int:\n    return 2 * n  # doubled"
    assert await screen.page.evaluate("navigator.clipboard.readText()") == copied
    await screen.button("Copy answer").click()
    await expect(screen.button("Copied")).to_have_count(2)
    assert await screen.page.evaluate("navigator.clipboard.readText()") == CODE
    assert "retries a call" in screen.house.model.asked[-1].text


async def test_a_reload_shows_the_same_and_a_new_conversation_nothing(screen: Screen) -> None:
    screen.house.model.says(CODE)
    await screen.asks("Go.")
    await screen.sees_the_end()
    await expect(screen.answer.locator(".hljs-keyword").first).to_be_visible()
    before = await screen.answer.inner_html()
    await screen.page.reload()
    await expect(screen.answer.locator(".hljs-keyword").first).to_be_visible()
    assert await screen.answer.inner_html() == before
    await screen.button("New conversation").click()
    await expect(screen.page.locator("#empty")).to_be_visible()
    await expect(screen.page.locator(".exchange")).to_have_count(0)
    await expect(screen.question).to_be_focused()
    await screen.page.go_back()
    await screen.sees("Then call it.")


async def test_she_complains_and_the_answer_is_mended(screen: Screen) -> None:
    feedback = screen.page.get_by_role("radio", name="Feedback")
    await expect(feedback).to_be_disabled()
    await screen.asks("Sort a list.")
    await screen.sees_the_end()
    screen.house.model.says("Write the answer in C++.", "In C++ then.")
    await screen.page.get_by_text("Feedback", exact=True).click()
    await expect(screen.question).to_have_attribute(
        "placeholder", "What should be different? For example: “in C++”, “shorter”"
    )
    await screen.asks("no, in C++")
    await screen.sees("In C++ then.")
    await screen.sees_the_end()
    exchange = screen.page.locator(".exchange").last
    await expect(exchange.locator(".chip")).to_have_text("Feedback")
    await expect(exchange.locator(".correction")).to_contain_text("Correction: ")
    await expect(screen.answer).to_have_text("In C++ then.")
    await expect(screen.page.get_by_role("radio", name="Query")).to_be_checked()


async def test_escape_stops_the_answer_and_she_tries_again(screen: Screen) -> None:
    screen.house.model.says("word " * 500, "All of it.")
    screen.house.model.hold(after=20)
    await screen.asks("Go.")
    await screen.sees("word word")
    await expect(screen.button("Stop")).to_be_visible()
    await expect(screen.page.locator(".answer")).to_have_attribute("aria-busy", "true")
    await screen.page.keyboard.press("Escape")
    await screen.house.model.left()
    await screen.sees_the_end(UNFINISHED)
    await expect(screen.problem).to_have_text("Stopped.")
    await screen.sees("word word")
    screen.house.model.release()
    await screen.button("Try again").click()
    await expect(screen.answer).to_have_text("All of it.")
    await screen.sees_the_end()
    await expect(screen.problem).to_be_hidden()
    await expect(screen.page.locator(".exchange")).to_have_count(1)
    await screen.page.reload()
    await expect(screen.answer).to_have_text("All of it.")


async def test_the_button_stops_the_answer_too(screen: Screen) -> None:
    screen.house.model.hold(after=1)
    await screen.asks("Go.")
    await screen.house.model.runs()
    await screen.button("Stop").click()
    await screen.sees_the_end(UNFINISHED)
    await expect(screen.button("Send")).to_be_visible()


async def test_a_double_click_sends_and_does_not_stop(screen: Screen) -> None:
    screen.house.model.hold(after=1)
    await screen.question.fill("Go.")
    await screen.button("Send").dblclick()
    await screen.house.model.runs()
    screen.house.model.release()
    await screen.sees_the_end()
    await expect(screen.answer).to_have_text("You asked: Go.")


async def test_a_failure_is_said_in_the_answer(screen: Screen) -> None:
    screen.house.model.breaks("401")
    await screen.asks("Go.")
    await screen.sees_the_end(UNFINISHED)
    await expect(screen.problem).to_contain_text("OPENAI_API_KEY")
    await expect(screen.answer).to_have_text("")
    await screen.button("Try again").click()
    await expect(screen.answer).to_have_text("You asked: Go.")


async def test_she_regenerates_an_answer(screen: Screen) -> None:
    screen.house.model.says("First.", "Second.")
    await screen.asks("Go.")
    await screen.sees_the_end()
    await screen.button("Regenerate").click()
    await expect(screen.answer).to_have_text("Second.")
    await expect(screen.page.locator(".exchange")).to_have_count(1)


async def test_a_question_that_can_not_be_asked_is_not_even_sent(screen: Screen) -> None:
    long = "x" * 299_999 + "\N{PILE OF POO}"
    for text, sentence in (
        (long, "The question has 300,000 characters; the limit is 60,000. Leave out what does not matter."),
        (" \n ", "The question is empty. Say in words what the code should do."),
    ):
        await screen.question.evaluate("(area, text) => { area.value = text }", text)
        await screen.button("Send").click()
        await expect(screen.page.locator("#notice")).to_have_text(sentence)
        await expect(screen.status).to_have_text(sentence)
        await expect(screen.question).to_be_focused()
        assert await screen.question.input_value() == text
    await expect(screen.page.locator(".exchange")).to_have_count(0)
    await screen.question.evaluate("area => { area.dataset.limit = 3 }")
    await screen.asks("\N{PILE OF POO}" * 3)  # characters are counted, as the server counts them
    await screen.sees("You asked: ")


async def test_a_refused_question_comes_back_with_the_reason(screen: Screen) -> None:
    await screen.question.evaluate("area => { area.dataset.limit = 200_000 }")  # the page was opened before an upgrade
    await screen.question.fill("x" * 70_000)
    await screen.button("Send").click()
    await expect(screen.page.locator("#notice")).to_contain_text("the limit is 60,000")
    await expect(screen.question).to_have_value("x" * 70_000)
    await expect(screen.page.locator(".exchange")).to_have_count(0)
    await screen.asks("short")
    await expect(screen.page.locator("#notice")).to_be_hidden()
    await screen.sees("You asked: short")


async def test_a_model_is_chosen_and_remembered(browser: Browser, house: House) -> None:
    house.model.models = {"scripted": 32_768, "other": 8_192}
    async with tab(browser, house) as screen:
        picker = screen.page.get_by_label("Model")
        await expect(picker.locator("option")).to_have_text(["scripted (default)", "other"])
        await picker.select_option("other")
        await screen.asks("Go.")
        await screen.sees_the_end()
        assert house.model.asked[-1].model == "other"
        await expect(screen.page.locator(".model").last).to_have_text("other")
        await screen.page.reload()
        await expect(picker).to_have_value("other")


async def test_a_model_that_comes_late_is_waited_for(browser: Browser, house: House) -> None:
    house.model.key = "nobody has it"
    async with tab(browser, house, ready=False) as screen:
        await expect(screen.page.locator("#notice")).to_contain_text("OPENAI_API_KEY")
        house.model.key = ""
        await screen.is_ready()
        await expect(screen.page.locator("#notice")).to_be_hidden(timeout=PATIENCE)


async def test_the_keys_do_what_keys_do(screen: Screen) -> None:
    await screen.page.get_by_role("heading", name="What should").click()
    await expect(screen.question).not_to_be_focused()
    await screen.page.keyboard.press("/")
    await expect(screen.question).to_be_focused()
    await screen.page.keyboard.type("a/b")
    await screen.page.keyboard.press("Shift+Enter")
    await screen.page.keyboard.type("c")
    await expect(screen.question).to_have_value("a/b\nc")
    await screen.question.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    await expect(screen.question).to_have_value("a/b\nc")
    await screen.page.keyboard.press("Enter")
    await screen.sees("You asked: a/b")
    assert screen.house.model.asked[-1].text == "a/b\nc"


async def test_a_draft_outlives_a_reload_until_it_is_sent(screen: Screen) -> None:
    await screen.question.fill("half a thou")
    await screen.page.reload()
    await expect(screen.question).to_have_value("half a thou")
    await screen.question.press("Enter")
    await screen.sees_the_end()
    await screen.page.reload()
    await screen.sees("You asked")
    await expect(screen.question).to_have_value("")


async def test_while_she_waits_the_page_says_for_how_long(screen: Screen) -> None:
    screen.house.model.hold()
    await screen.asks("Go.")
    await expect(screen.page.locator(".waiting")).to_have_text("Waiting for the model… 1 s")
    await expect(screen.status).to_have_text("Answering…")
    screen.house.model.release()
    await screen.sees_the_end()
    await expect(screen.page.locator(".waiting")).to_be_hidden()


async def test_a_second_question_waits_in_sight_until_the_answer_is_finished(screen: Screen) -> None:
    screen.house.model.hold(after=1)
    await screen.asks("One.")
    await screen.house.model.runs()
    await screen.asks("Two.")
    waiting = screen.page.locator("#next")
    await expect(waiting).to_contain_text("Asked when this answer is finished:Two.")
    await screen.asks("Three.")
    await expect(screen.page.locator("#notice")).to_contain_text("One question waits already.")
    await screen.question.fill("")
    screen.house.model.release()
    await screen.sees("You asked: Two.")
    await expect(waiting).to_be_hidden()
    await expect(screen.page.locator(".prose").first).to_have_text("You asked: One.")


async def test_a_question_that_waits_comes_back_where_the_answer_is_stopped(screen: Screen) -> None:
    screen.house.model.hold(after=1)
    await screen.asks("One.")
    await screen.house.model.runs()
    await screen.asks("Two.")
    await screen.button("Edit").click()
    await expect(screen.question).to_have_value("Two.")
    await screen.question.press("Enter")
    await expect(screen.question).to_have_value("")
    await screen.page.keyboard.press("Escape")
    await screen.sees_the_end(UNFINISHED)
    await expect(screen.question).to_have_value("Two.")
    await expect(screen.page.locator("#next")).to_be_hidden()
    await expect(screen.page.locator(".exchange")).to_have_count(1)


async def test_who_reads_further_up_is_left_there(screen: Screen) -> None:
    model = screen.house.model
    model.says(LONG)
    model.hold(after=300)
    await screen.asks("Go.")
    await screen.sees("Paragraph 40 ")
    assert await screen.page.evaluate("scrollY + innerHeight >= document.body.scrollHeight - 2")
    await screen.page.mouse.move(500, 400)
    await screen.page.mouse.wheel(0, -400)
    await expect(screen.button("↓ Newest")).to_be_visible()
    before = await screen.page.evaluate("scrollY")
    model.release()
    await screen.sees_the_end()
    assert await screen.page.evaluate("scrollY") == before
    await screen.button("↓ Newest").click()
    await expect(screen.page.get_by_text("Paragraph 119 of many.")).to_be_in_viewport()
    await expect(screen.button("↓ Newest")).to_be_hidden()


async def test_only_the_status_is_read_aloud(screen: Screen) -> None:
    await screen.asks("Go.")
    await expect(screen.status).to_have_text(FINISHED)
    assert await screen.page.locator("[aria-live], [role=log], [role=alert]").count() == 0
    await expect(screen.page.locator(".answer")).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize("dark", [False, True])
async def test_a_narrow_screen_scrolls_one_way_only(browser: Browser, house: House, dark: bool) -> None:
    house.model.says(
        "`" + "x" * 200 + "`\n\n" + "W" * 300 + "\n\n```\n" + "y" * 500 + "\n```\n\n|a|b|\n|-|-|\n|" + "z" * 99 + "|2|"
    )
    async with tab(browser, house, width=360, dark=dark) as screen:
        await screen.asks("Q" * 300)
        await screen.sees_the_end()
        assert await screen.page.evaluate("document.documentElement.scrollWidth") == 360
        for control in ("Query", "Feedback"):
            await expect(screen.page.get_by_text(control, exact=True)).to_be_in_viewport()
        await expect(screen.button("Send")).to_be_in_viewport()
