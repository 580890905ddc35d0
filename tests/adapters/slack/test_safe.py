"""What a model writes pings nobody and hides no address, in whatever pieces it comes; code stays as it was."""

from time import thread_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.slack.safe import safe, shown

BREAK = "\u200b"
PINGS = ["<!channel>", "<!here|now>", "<!everyone>", "<!subteam^S01>", "<@U012ABC>", "<@W01>", "<#C012|general>"]
NAMES = ["@channel", "@here", "@everyone", "@here.", "@everyone.x", "@here/maps", "<!date^1^x^https://a.com|b>"]
LINKS = ["<https://a.com|b>", "<mailto:x@a.com|b>", "<https://a.com>", "[https://bank.com](https://evil.com)"]
MORE = ["[bank.com](<https://evil.com>)", "[bank.com][1]", "[bank.com]:", "<!--", "-->", "<!DOCTYPE", "www.bank.com"]
PIECES = ["](", "][", "//", "https:", "bank.com", "```", "``", "\\]", "\n\n", "&#46;", *"[]()<>|:/!@#^.-_aAb0`\\ \n\t"]
TEXTS = st.lists(st.sampled_from([*PINGS, *NAMES, *LINKS, *MORE, *PIECES]) | st.text(max_size=3), max_size=12).map(
    "".join
)


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<!here|everybody>",
        "<!EVERYONE>",
        "<!group>",
        "<!subteam^S012|@team>",
        "<@U012ABC>",
        "<@W012ABC|ana>",
        "<#C012ABC|general>",
        "@channel",
        "hello @here!",
        "(@everyone)",
        "@Channel.",
        "<https://evil.com|https://bank.com>",
        "<mailto:ana@evil.com|ana@bank.com>",
        "<https://evil.com/a b|bank>",
        f"<https://evil.com/{'a' * 3000}|bank>",
        "[https://bank.com](https://evil.com)",
        "[bank.com](http://evil.com/bank.com)",
        "[**www.bank.com**](https://evil.com)",
        "[see [1] bank.com](https://evil.com)",
        "[bank.com](<https://evil.com>)",
        "[bank.com]( https://evil.com)",
        "[bank.com](https://bank.com@evil.com/)",
        f"[bank.com](https://bank.com{'a' * 300}@evil.com/)",
        "[bank.com](https://bank.com.evil.com)",
        "[bank.com](&#104;ttps://evil.com)",
        "[bank.com](//evil.com)",
        "[https://bank.com][1]",
        "[bank.com]: https://evil.com",
        "![bank.com](https://evil.com)",
        r"[bank\.com](https://evil.com)",
        "[b**an**k.com](https://evil.com)",
        "[`bank`.com](https://evil.com)",
        "[ba\u2060nk.com](https://evil.com)",
        "[https:&#47;&#47;bank&period;com](https://evil.com)",
        "[bank.com](https://evil.com&sol;@bank.com/)",
        r"[bank.com\]](https://evil.com)",
        "[bank.com `]`](https://evil.com)",
        "[bank.com `[`](https://evil.com)",
        r"[bank.com `\`](https://evil.com)",
        "`` [bank.com `[`](https://evil.com)",
        "```\n\n```\n[bank.com ```](https://evil.com)",
        f"[bank.com{' ' * 1000}](https://evil.com)",
        "- [bank.com]: https://evil.com",
        "> 1. [bank.com]: https://evil.com",
    ],
)
def test_what_pings_or_deceives_is_broken_and_still_reads_the_same(text: str) -> None:
    assert safe(text) != text
    assert safe(text).replace(BREAK, "") == text


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a comment --> <!DOCTYPE html> <![CDATA[x]]>",
        "<div class='a'><br/></div> <here> <channel>",
        "#include <stdio.h>\nstd::cout << x << std::endl; if (a<!here) {}",
        "std::vector<int> v; a < b && c > d; x <@y> z <@macro arg />",
        "@property\ndef x(self): ...\n@pytest.fixture\n@channel.command\n@here()\n@everyone_else",
        "npm install @here/maps @channel-x/y @scope/here ana@here.com",
        "cat <file.txt | sort <other|uniq; sed 's|<a|b|'",
        "<https://a.com> and https://a.com|b",
        "grid[pos.us][pos.co] = items['a.com'](x); {[a]: 1}; handlers[\"api.io\"](request)",
        "    [a.com]\n  key[site.io]: int",
        "x = `[bank.com`](f)\n\n[bank.com\n\n](https://evil.com)\n\n[bank\\.com`]`",
        "[the docs](https://docs.python.org/3/) [`os.path`](https://docs.python.org) [main.py](https://x.com/main.py)",
        "[python.org](https://docs.python.org/3) [https://www.bank.com/x](https://bank.com/y)",
        "[a@b.com](mailto:a@b.com) [my_bank.com](https://my_bank.com)",
        "lambda: [x.y](auto z) { }; [this](int a){}",
        "| a | b |\n|---|---|\n| <b> | @x |",
    ],
)
def test_code_and_honest_links_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@settings(deadline=None)
@given(TEXTS, TEXTS)
@example("<!cha", "nnel>")
@example("@her", "e")
@example("@here.", "x")
@example("<https://a.com", "|b>")
@example("[bank.com](https://bank.com", ".evil.com)")
@example("[a](b[bank.com]", "(https://evil.com)")
@example("`[bank.com](https://evil.com)", "`")
@example("[bank.com](\n\n[bank.com](", " ")
@example("[bank.com\n``` b](https://evil.com)", "\n")
def test_what_was_shown_is_never_taken_back(begun: str, more: str) -> None:
    whole = begun + more
    assert shown(whole).startswith(shown(begun))
    assert safe(whole).startswith(shown(begun))


@settings(deadline=None)
@given(TEXTS)
def test_nothing_but_breaks_is_added(text: str) -> None:
    assert safe(text).replace(BREAK, "") == text.replace(BREAK, "")


@settings(deadline=None)
@given(
    st.text(alphabet="<>@!|#[]()/:. \nabcUhttps", max_size=60), st.text(alphabet="<>@!|[]():/. hereUA1", max_size=60)
)
def test_any_seam_will_do(begun: str, more: str) -> None:
    assert safe(begun + more).startswith(shown(begun))


@settings(deadline=None)
@given(TEXTS)
def test_no_ping_is_left(text: str) -> None:
    made = safe(text)
    for ping in ("<!channel>", "<!here>", "<!here|", "<!everyone>", "<!subteam^", "<@U012ABC>", "<#C012|"):
        assert ping not in made


@pytest.mark.parametrize("text", ["A sentence. ", "x = [1, 2]\n", "if (a < b) {\n", "#include <map>\n", "done: ok\n"])
def test_little_is_held_back(text: str) -> None:
    assert shown(text) == text
    assert len(shown(text * 50)) > 50 * len(text) - 3


ODD = ["<https://", "[a.com](", "][", "](", "]:", "[", "a.a.", "-", "<a", "@", "[[]", "(](", "[`", "- ", "&", "\n> "]


@pytest.mark.parametrize("text", [*((piece * 10_000)[:10_000] for piece in ODD), "[a.co " * 1000 + "](//a.co)" * 450])
def test_ten_thousand_odd_characters_are_read_at_once(text: str) -> None:
    seconds = []
    for _ in range(3):  # the garbage of all tests before is collected in the middle of one of them at times
        began = thread_time()
        assert safe(text).replace(BREAK, "") == text
        assert text.startswith(shown(text).replace(BREAK, ""))
        seconds.append(thread_time() - began)
    assert min(seconds) < 0.25
