"""Tokens in the database: sealed, with keys that can be changed."""

import pytest
from click.testing import CliRunner

from adapters.cli import commands
from adapters.slack.crypt import Vault
from bot.errors import StoreError

OLD = "b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2w="
NEW = "bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmU="


def test_what_was_sealed_can_be_opened_and_does_not_show() -> None:
    sealed = Vault([OLD]).seal("xoxb-one")
    assert "xoxb" not in sealed
    assert Vault([OLD]).open(sealed) == "xoxb-one"


def test_the_same_token_looks_different_each_time() -> None:
    assert Vault([OLD]).seal("xoxb-one") != Vault([OLD]).seal("xoxb-one")


def test_with_a_new_key_in_front_what_was_sealed_before_can_still_be_opened() -> None:
    sealed = Vault([OLD]).seal("xoxb-one")
    assert Vault([NEW, OLD]).open(sealed) == "xoxb-one"


def test_the_first_key_seals() -> None:
    sealed = Vault([NEW, OLD]).seal("xoxb-one")
    assert Vault([NEW]).open(sealed) == "xoxb-one"


@pytest.mark.parametrize(
    "sealed",
    [pytest.param(Vault([OLD]).seal("xoxb-one"), id="another key"), "xoxb-one", "", "é"],
)
def test_what_no_key_fits_is_said_in_one_sentence_without_the_token(sealed: str) -> None:
    with pytest.raises(StoreError, match="ENCRYPTION_KEY does not fit") as refused:
        Vault([NEW]).open(sealed)
    assert "xoxb" not in str(refused.value)


def test_the_command_line_makes_a_key_that_is_good_and_new_each_time() -> None:
    first, second = (CliRunner().invoke(commands, ["key"]).output.strip() for _ in range(2))
    assert Vault([first]).open(Vault([first]).seal("xoxb-one")) == "xoxb-one"
    assert first != second
