"""Turns and the leases that they stand on."""

from bot.store import Store


async def test_one_process_at_a_time_speaks_in_a_conversation(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)
    assert await store.turns.take("thread", "p1")
    assert not await store.turns.take("thread", "p2")
    assert await store.turns.take("elsewhere", "p2")
    await store.turns.release("thread", "p1")
    assert await store.turns.take("thread", "p2")


async def test_a_turn_is_not_released_by_another_process(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.turns.take("thread", "p1")
    await store.turns.release("thread", "p2")
    assert not await store.turns.take("thread", "p2")


async def test_who_has_the_turn_may_take_it_again(store: Store) -> None:
    await store.holders.renew("p1", 60)
    assert await store.turns.take("thread", "p1")
    assert await store.turns.take("thread", "p1")


async def test_the_turn_of_a_dead_process_is_taken_over(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)
    await store.turns.take("thread", "p1")
    await store.turns.ask_stop("thread", "p2")
    await store.holders.renew("p1", -1)
    assert await store.turns.take("thread", "p2")
    assert await store.turns.stops("p2") == [], "the stop was meant for the other one's answer"
    await store.holders.renew("p1", 60)
    assert not await store.turns.take("thread", "p1")


async def test_a_process_that_says_goodbye_leaves_no_turn_behind(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)
    await store.turns.take("thread", "p1")
    await store.holders.release("p1")
    assert await store.turns.take("thread", "p2")
    assert await store.holders.names() == ["p2"]


async def test_names_are_of_all_who_did_not_say_goodbye(store: Store) -> None:
    await store.holders.renew("p2", 60)
    await store.holders.renew("p1", -1)
    assert await store.holders.names() == ["p1", "p2"]


async def test_a_stop_reaches_the_process_that_speaks_once(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.holders.renew("p2", 60)
    await store.turns.take("thread", "p1")
    await store.turns.take("elsewhere", "p2")
    assert await store.turns.ask_stop("thread", "p2")
    assert not await store.turns.ask_stop("elsewhere", "p2"), "of its own answers a process knows more than the row"
    assert await store.turns.stops("p2") == []
    assert await store.turns.stops("p1") == ["thread"]
    assert await store.turns.stops("p1") == []


async def test_there_is_nothing_to_stop_where_nobody_living_speaks(store: Store) -> None:
    assert not await store.turns.ask_stop("thread", "p2")
    await store.holders.renew("p1", -1)
    await store.turns.take("thread", "p1")
    assert not await store.turns.ask_stop("thread", "p2")


async def test_a_new_turn_does_not_inherit_the_stop_of_the_last_one(store: Store) -> None:
    await store.holders.renew("p1", 60)
    await store.turns.take("thread", "p1")
    await store.turns.ask_stop("thread", "p2")
    await store.turns.release("thread", "p1")
    await store.turns.take("thread", "p1")
    assert await store.turns.stops("p1") == []
