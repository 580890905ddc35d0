"""What a message was said after: up its own branch, and never into another one."""

from dataclasses import replace

from bot.nouns import Exchange, Feedback, Message, Mode, State
from bot.store import Store
from tests.bot.store.world import ANN, answer, ask, ask_again, said


async def say(store: Store, ref: str, follows: int | None, *, answered: bool = True) -> Exchange:
    """Let Ann say something on the page, after what she saw last."""
    exchange = await store.exchanges.begin(replace(said(ref, ref), follows=follows), "p1")
    assert exchange
    if answered:
        await answer(store, exchange, f"To {ref}.")
    return exchange


async def told(store: Store, exchange: Exchange, limit: int = 50) -> list[int]:
    return [one.id for one in await store.exchanges.history("thread", before=exchange.id, limit=limit)]


async def test_an_edited_question_does_not_see_the_branch_that_it_leaves(store: Store) -> None:
    first = await say(store, "one", 0)
    second = await say(store, "two", first.id)
    third = await say(store, "three", second.id)
    edited = await say(store, "two, edited", first.id)
    after = await say(store, "four", edited.id)
    assert await told(store, third) == [first.id, second.id]
    assert await told(store, after) == [first.id, edited.id]
    assert await told(store, await say(store, "another beginning", 0)) == []


async def test_of_two_answers_to_one_message_that_one_is_told_which_was_followed(store: Store) -> None:
    first = await say(store, "one", 0)
    again = await ask_again(store, first.id, "p1")
    await answer(store, again, "Or so.")
    assert await told(store, again) == []
    assert await told(store, await say(store, "to the first", first.id)) == [first.id]
    assert await told(store, await say(store, "to the second", again.id)) == [again.id]
    second = await say(store, "two", again.id)
    rewritten = await ask_again(store, second.id, "p1")
    assert await told(store, rewritten) == [again.id]


async def test_what_came_to_nothing_is_stepped_over(store: Store) -> None:
    first = await say(store, "one", 0)
    broken = await say(store, "two", first.id, answered=False)
    await store.exchanges.finish(broken.id, state=State.FAILED, answer="")
    assert await told(store, await say(store, "three", broken.id)) == [first.id]


async def test_a_branch_on_a_line_goes_on_with_the_line(store: Store) -> None:
    line = [await ask(store, f"m{n}") for n in range(3)]
    for exchange in line:
        await answer(store, exchange)
    branch = await say(store, "after the second", line[1].id)
    assert await told(store, branch) == [line[0].id, line[1].id]
    assert await told(store, await say(store, "further", branch.id)) == [line[0].id, line[1].id, branch.id]


async def test_the_last_ones_are_told(store: Store) -> None:
    chain = [await say(store, "0", 0)]
    for n in range(1, 6):
        chain.append(await say(store, str(n), chain[-1].id))
    assert await told(store, chain[-1], limit=2) == [chain[3].id, chain[4].id]


async def test_what_stands_in_another_conversation_is_not_told(store: Store) -> None:
    elsewhere = await ask(store, "secret", conversation="elsewhere")
    await answer(store, elsewhere)
    assert await told(store, await say(store, "one", elsewhere.id)) == []


async def test_a_complaint_is_about_what_it_follows_and_a_question_stays_one(store: Store) -> None:
    def meant(message: Message, given: Feedback | None) -> Message:
        return replace(message, mode=Mode.FEEDBACK) if given else message

    first, second = await say(store, "one", 0), await say(store, "two", 0)
    await store.feedback.give(second.id, ANN, -1)
    complaint = replace(said("c", "in C++"), follows=first.id, mode=Mode.FEEDBACK)
    begun = await store.feedback.begin(complaint, "p1", meant)
    assert begun
    assert begun.message.about == first.id
    asked = await store.feedback.begin(replace(said("q"), follows=second.id), "p1", meant)
    assert asked
    assert asked.message.mode is Mode.QUERY
    line = await store.feedback.begin(said("l"), "p1", meant)
    assert line
    assert line.message.follows is None


async def test_where_a_message_stands_is_read_back(store: Store) -> None:
    ana = replace(ANN, platform="slack")
    message = replace(said("m", conversation="web:1"), author=ana, workspace="T1", home="web", follows=0)
    begun = await store.exchanges.begin(message, "p1")
    assert begun
    found = await store.exchanges.get(begun.id)
    assert found
    assert (found.message, found.message_id) == (message, begun.message_id)
    await answer(store, begun)
    await store.exchanges.opened(begun.id, "a-uuid", 0)
    assert await store.exchanges.recent("slack", age=60, limit=5) == []
    assert [one.id for one in await store.exchanges.recent("web", age=60, limit=5)] == [begun.id]
    assert await store.exchanges.latest_for(ana, "T1") is None
    assert await store.exchanges.latest_direct(ana, "T1") is None
