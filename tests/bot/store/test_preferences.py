"""What people and channels chose stays where they chose it."""

from bot.nouns import Author
from bot.store import Store
from tests.bot.store.world import ANN, World


async def test_a_person_s_model_is_theirs_in_that_workspace(store: Store, world: World) -> None:
    assert await store.preferences.model(ANN, "T1") == ""
    await store.preferences.choose_model(ANN, "T1", "small")
    await store.preferences.choose_model(ANN, "T1", "large")
    assert await store.preferences.model(ANN, "T1") == "large"
    assert await store.preferences.model(ANN, "T2") == ""
    assert await store.preferences.model(Author("web", "u2", "Ben"), "T1") == ""
    assert await store.preferences.model(Author("slack", "u1", "Ann"), "T1") == ""
    await store.preferences.choose_model(ANN, "T1", "")
    assert await store.preferences.model(ANN, "T1") == ""
    assert world.run("SELECT count(*) FROM preference") == "0"


async def test_a_channel_decides_whether_replies_need_a_mention(store: Store) -> None:
    assert not await store.preferences.needs_mention("slack", "T1", "C1")
    await store.preferences.need_mention("slack", "T1", "C1", True)
    assert await store.preferences.needs_mention("slack", "T1", "C1")
    assert not await store.preferences.needs_mention("slack", "T1", "C2")
    assert not await store.preferences.needs_mention("slack", "T2", "C1")
    assert not await store.preferences.needs_mention("discord", "T1", "C1")
    await store.preferences.need_mention("slack", "T1", "C1", False)
    assert not await store.preferences.needs_mention("slack", "T1", "C1")
