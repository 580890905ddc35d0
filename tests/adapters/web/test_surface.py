"""The web's surface: what the engine draws is what the log of the run holds."""

from contextlib import aclosing

from adapters.web.runs import Run
from adapters.web.surface import WebAdapter, WebSurface
from bot.nouns import Author, Exchange, Message, State
from bot.surface import Epilogue

MESSAGE = Message("client-id", "web:conversation", Author("web", "local", "you"), "Go.")


async def test_a_draft_is_named_as_the_run_is() -> None:
    surface = WebSurface(Run("client-id"))
    assert (await surface.open("text")).ref == "client-id"


async def test_a_second_draft_stands_behind_the_first() -> None:
    surface = WebSurface(Run("r"))
    await surface.open("one ")
    second = await surface.open("two")
    await second.redraw("two three")
    assert (surface.run.text, second.ref) == ("one two three", "r.2")


async def test_calls_can_be_repeated() -> None:
    surface = WebSurface(Run("r"))
    draft = await surface.open("one")
    epoch = surface.run.epoch
    await draft.redraw("one two")
    await draft.redraw("one two")
    await draft.finish("one two", None)
    await draft.finish("one two", None)
    assert (surface.run.text, surface.run.epoch) == ("one two", epoch)


async def test_a_retracted_draft_is_gone() -> None:
    surface = WebSurface(Run("r"))
    await (await surface.open("never mind")).retract()
    assert surface.run.text == ""


async def test_a_reopened_draft_is_written_from_its_beginning() -> None:
    run = Run("r")
    await run.show("half an ans")
    await (await WebSurface(run).reopen("r")).redraw("A whole answer.")
    assert run.text == "A whole answer."


async def test_after_a_restart_the_answer_goes_on_where_its_page_looks() -> None:
    adapter = WebAdapter()
    surface = adapter.surface(Exchange(7, MESSAGE, State.WRITING, refs=("run-of-a-second-try",)))
    draft = await surface.reopen("run-of-a-second-try")
    await draft.finish("All of it.", Epilogue(7, State.DONE, "scripted"))
    run = adapter.runs.find("run-of-a-second-try")
    assert run is not None
    async with aclosing(run.follow(0, run.epoch)) as frames:
        heard = [frame async for frame in frames]
    assert heard[0]["text"] == "All of it."
    assert (heard[1]["type"], heard[1]["exchange"], heard[1]["try_again"]) == ("done", 7, False)


def test_an_answer_that_never_began_goes_on_under_the_name_of_its_question() -> None:
    adapter = WebAdapter()
    assert adapter.surface(Exchange(7, MESSAGE, State.WAITING)).run.id == "client-id"
