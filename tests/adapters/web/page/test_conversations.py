"""The list of conversations: found, renamed, pinned, deleted and brought back; in other tabs; of other platforms."""

from uuid import uuid4

import pytest
from playwright.async_api import Browser, Locator, expect

from adapters.person_at_page import LOCAL, WORKSPACE
from adapters.web.whereabouts import name_id
from bot.nouns import Author, Message, State
from tests.adapters.web.house import House
from tests.adapters.web.page.screen import Screen, tab

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IN_SLACK = "slack::web:C1:1.2"


def rows(screen: Screen) -> Locator:
    return screen.page.locator("#conversation-list li")


def heading(screen: Screen) -> Locator:
    return screen.page.get_by_role("heading", level=1)


async def begins(screen: Screen, *questions: str) -> None:
    """Ask each in a conversation of its own."""
    for question in questions:
        await screen.button("New conversation").click()
        await screen.asks(question)
        await screen.sees_the_end()
        await expect(rows(screen).first).to_contain_text(question)


async def chooses(screen: Screen, title: str, deed: str) -> None:
    """Open the menu of a row by keyboard, and press something in it."""
    await screen.button(f"Options for {title}").focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.button("Rename")).to_be_focused()
    await screen.page.get_by_role("group", name=f"Options for {title}").get_by_text(deed, exact=True).press("Enter")


async def test_what_was_asked_is_listed_and_opened_from_there(screen: Screen) -> None:
    await begins(screen, "About apples.", "About pears.")
    await expect(rows(screen)).to_contain_text(["About pears.", "About apples."])
    await expect(screen.page.locator("#conversation-list .group")).to_have_text(["Today"])
    await expect(heading(screen)).to_have_text("About pears.")
    await rows(screen).last.get_by_role("link").click()
    await screen.sees("You asked: About apples.")
    await expect(heading(screen)).to_have_text("About apples.")
    await expect(screen.page).to_have_title("About apples. · Code Supporter")
    await expect(rows(screen).last.get_by_role("link")).to_have_attribute("aria-current", "page")


async def test_words_find_what_was_said(screen: Screen) -> None:
    await begins(screen, "About apples.", "About pears.")
    search = screen.page.get_by_label("Search conversations")
    await search.fill("apples")
    await expect(rows(screen)).to_have_count(1)
    await search.fill("quinces")
    await expect(screen.page.get_by_text("Nothing found for “quinces”.")).to_be_visible()
    await search.fill("")
    await expect(rows(screen)).to_have_count(2)


async def test_one_is_renamed_in_place(screen: Screen) -> None:
    await begins(screen, "About apples.")
    await chooses(screen, "About apples.", "Rename")
    field = screen.page.get_by_label("Title")
    await expect(field).to_be_focused()
    await field.fill("Fruit")
    await field.press("Enter")
    await expect(heading(screen)).to_have_text("Fruit")
    await expect(screen.button("Options for Fruit")).to_be_focused()
    await chooses(screen, "Fruit", "Rename")
    await field.fill("Nothing")
    await field.press("Escape")
    await expect(screen.button("Options for Fruit")).to_be_focused()
    await screen.page.reload()
    await expect(rows(screen)).to_have_text(["Fruit"])


async def test_a_pinned_one_stands_first(screen: Screen) -> None:
    await begins(screen, "About apples.", "About pears.")
    await chooses(screen, "About apples.", "Pin")
    await expect(screen.page.locator("#conversation-list .group")).to_have_text(["Pinned", "Today"])
    await expect(rows(screen)).to_contain_text(["About apples.", "About pears."])
    await chooses(screen, "About apples.", "Unpin")
    await expect(rows(screen)).to_contain_text(["About pears.", "About apples."])


async def test_the_open_one_is_deleted_and_comes_back_by_keyboard(screen: Screen) -> None:
    await begins(screen, "About apples.")
    await chooses(screen, "About apples.", "Delete")
    await expect(screen.button("Undo")).to_be_focused()
    await expect(rows(screen)).to_have_count(0)
    await expect(screen.page.locator("#empty")).to_be_visible()
    await screen.page.keyboard.press("Enter")
    await expect(rows(screen)).to_have_count(1)
    await screen.sees("You asked: About apples.")


async def test_a_conversation_is_taken_along_as_markdown(screen: Screen) -> None:
    await begins(screen, "About apples.")
    async with screen.page.expect_download() as downloading:
        await screen.page.get_by_role("link", name="Export").click()
    download = await downloading.value
    assert download.suggested_filename == "about-apples.md"


async def test_each_conversation_keeps_its_draft(screen: Screen) -> None:
    await begins(screen, "About apples.")
    await screen.question.fill("and then")
    await screen.button("New conversation").click()
    await expect(screen.question).to_have_value("")
    await screen.question.fill("something else")
    await screen.page.go_back()
    await expect(screen.question).to_have_value("and then")
    await screen.page.reload()
    await expect(screen.question).to_have_value("and then")
    await screen.page.go_forward()
    await expect(screen.question).to_have_value("something else")


async def test_another_tab_shows_what_was_asked_here(screen: Screen) -> None:
    await begins(screen, "About apples.")
    other = await screen.page.context.new_page()
    await other.goto(screen.page.url)
    await expect(other.locator(".exchange")).to_have_count(1)
    await screen.asks("And pears?")
    await screen.sees("You asked: And pears?")
    await expect(other.locator(".exchange .prose").last).to_contain_text("You asked: And pears?")
    await chooses(screen, "About apples.", "Delete")
    await expect(other.locator("#conversation-list li")).to_have_count(0)


async def test_a_dot_says_where_an_answer_is_being_written(screen: Screen) -> None:
    screen.house.model.hold(after=1)
    await screen.asks("Go.")
    await expect(rows(screen).first.locator(".running")).to_be_visible()
    screen.house.model.release()
    await screen.sees_the_end()
    await expect(rows(screen).first.locator(".running")).to_have_count(0)


async def test_a_thread_of_slack_can_be_read(browser: Browser, house: House) -> None:
    for ref, who, text in (("1.2", LOCAL, "Asked in Slack."), ("1.3", Author("slack", "U2", "Ben"), "Asked by Ben.")):
        message = Message(ref, IN_SLACK, who, text, workspace=WORKSPACE, home="slack")
        begun = await house.core.store.exchanges.begin(message, holder="")
        assert begun
        await house.core.store.exchanges.finish(begun.id, state=State.DONE, answer="Answered in Slack.")
    async with tab(browser, house) as screen:
        await expect(rows(screen).first).to_have_text("Asked in Slack.Slack")
        await rows(screen).first.get_by_role("link").click()
        await screen.sees("Answered in Slack.")
        assert screen.page.url.endswith(f"#c={name_id(IN_SLACK)}")
        await expect(screen.page.locator(".question")).to_have_text(["Asked in Slack.", "BenAsked by Ben."])
        await expect(screen.question).to_be_hidden()
        await expect(screen.page.get_by_text("This thread is held in Slack. Go on there.")).to_be_visible()
        await expect(screen.button("Regenerate")).to_have_count(0)
        await screen.button("New conversation").click()
        await expect(screen.question).to_be_visible()


async def test_a_long_list_comes_in_pages(browser: Browser, house: House) -> None:
    for number in range(60):
        said = Message(f"m{number}", f"web:{uuid4()}", LOCAL, f"Question {number}.", workspace=WORKSPACE)
        begun = await house.core.store.exchanges.begin(said, holder="")
        assert begun
        await house.core.store.exchanges.finish(begun.id, state=State.DONE, answer="Yes.")
    async with tab(browser, house) as screen:
        await expect(rows(screen)).to_have_count(50)
        await screen.button("Show more").click()
        await expect(rows(screen)).to_have_count(60)
        await expect(screen.button("Show more")).to_have_count(0)
        await screen.asks("One more.")
        await screen.sees_the_end()
        await expect(rows(screen)).to_have_count(61)


async def test_undo_leads_nowhere_where_another_was_open(screen: Screen) -> None:
    await begins(screen, "About apples.", "About pears.")
    await chooses(screen, "About apples.", "Delete")
    await screen.button("Undo").click()
    await expect(rows(screen)).to_have_count(2)
    await expect(heading(screen)).to_have_text("About pears.")


async def test_a_conversation_that_is_not_there_is_said(screen: Screen) -> None:
    await begins(screen, "About apples.")
    address = screen.page.url
    await chooses(screen, "About apples.", "Delete")
    await expect(screen.button("Undo")).to_be_visible()
    await screen.page.evaluate("(address) => { location.href = address }", address)
    await expect(screen.page.locator("#notice")).to_have_text("This conversation was deleted.")
    await expect(screen.page.locator("#empty")).to_be_visible()
    screen.complaints.clear()
