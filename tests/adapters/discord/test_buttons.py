"""What stands under an answer in Discord, in rows of five."""

from adapters.discord import buttons
from bot.nouns import Button, State
from bot.surface import Epilogue


async def test_what_else_an_answer_offers_stands_below_in_rows_of_its_own() -> None:
    offers = tuple(Button(f"Undo #{number}", f"lessons undo {number}") for number in range(30))
    shown = buttons.under(Epilogue(7, State.DONE, offers=offers)).to_components()
    assert [len(row["components"]) for row in shown] == [4, 5, 5, 5, 5]
    assert shown[1]["components"][0]["custom_id"] == "cs:run:lessons undo 0"
    shown = buttons.under(Epilogue(7, State.FAILED, offers=offers[:2])).to_components()
    assert [len(row["components"]) for row in shown] == [1, 2]


async def test_what_discord_can_not_carry_is_left_out() -> None:
    offers = (Button("Undo", f"lessons edit 3 {'x' * 100}"), Button("Why?", "lessons why 7"))
    *_, row = buttons.under(Epilogue(7, State.DONE, offers=offers)).to_components()
    assert [each["label"] for each in row["components"]] == ["Why?"]
