"""In which languages an answer is expected: what is named in words first, then the code, then what was said before."""

import pytest

from bot.learning.asked import asked_in, main_language
from bot.nouns import Attachment, Exchange, Message, State
from tests.bot.learning.school import ANA

GO = "Use this:\n```go\nfunc f() {}\n```"
TWO = "```sh\nls\n```\n```rs\nfn main() { println!(); }\n```"


def message(text: str, *files: Attachment) -> Message:
    return Message("m", "c", ANA, text, attachments=files)


def exchange(answer: str) -> Exchange:
    return Exchange(1, message("?"), State.DONE, answer)


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Write f in Rust.", ("rust",)),
        ("in go, please", ("go",)),
        ("Translate it from Java to C++", ("java", "cpp")),
        ("a C# class", ("csharp",)),
        ("with node.js", ("javascript",)),
        ("A query for Postgres", ("sql",)),
        ("a shell script", ("bash",)),
        ("Rewrite it in c.", ("c",)),
        (f"What does it do in Python?\n{GO}", ("python",)),
    ],
)
def test_what_is_named_in_words_goes_first(text: str, languages: tuple[str, ...]) -> None:
    asked = asked_in(message(text, Attachment("x.rb", "puts 1")), [exchange(GO)])
    assert (asked.languages, asked.is_named) == (languages, True)


@pytest.mark.parametrize("text", ["Where does it go?", "Let it rest.", "the javac flags", "to do"])
def test_words_that_are_no_languages_name_none(text: str) -> None:
    assert asked_in(message(text), []).languages == ("python",)
    assert not asked_in(message(text), []).is_named


def test_code_in_the_request_decides_before_its_files() -> None:
    asked = asked_in(message(f"Why?\n{TWO}", Attachment("x.rb", "puts 1")), [exchange(GO)])
    assert (asked.languages, asked.is_named) == (("bash", "rust"), True)


def test_files_decide_before_the_talk() -> None:
    files = Attachment("x.rb", "puts 1"), Attachment("a/y.ts", "let x"), Attachment("LICENSE", "Do what you like.")
    asked = asked_in(message("Why?", *files), [exchange(GO)])
    assert (asked.languages, asked.is_named) == (("ruby", "typescript"), True)
    assert asked_in(message("Why?", Attachment("x.png", image="data:x")), []).languages == ("python",)


def test_the_last_code_of_the_talk_decides_and_a_lesson_may_say_otherwise() -> None:
    asked = asked_in(message("And backwards?"), [exchange(TWO), exchange(GO), exchange("It is fast.")])
    assert (asked.languages, asked.is_named) == (("go",), False)


@pytest.mark.parametrize(
    ("answer", "language"),
    [(TWO, "rust"), (GO, "go"), ("No code.", ""), ("```\nx\n```", ""), (f"```\n{'x' * 99}\n```\n{GO}", "go")],
)
def test_the_language_of_an_answer_is_that_of_its_longest_code(answer: str, language: str) -> None:
    assert main_language(answer) == language
