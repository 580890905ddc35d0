"""Markdown becomes the nodes that it should, also while it grows, and fast enough that nobody feels it."""

import random

import pytest

from tests.adapters.web.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MODULES = """async ([name, argument]) => {
    const base = document.querySelector('script[src$="main.js"]').src.replace('main.js', '')
    const [markdown, stream] = await Promise.all(['markdown.js', 'stream.js'].map((file) => import(base + file)))
    const root = document.createElement('div')
    const html = () => root.innerHTML
    // Frames come when the test says so, not when the screen is ready.
    const waiting = []
    window.requestAnimationFrame = (draw) => waiting.push(draw)
    const drawAll = () => { waiting.splice(0).forEach((draw) => draw()); return waiting.length > 0 }
    const actions = {
        render: (text) => { root.append(...markdown.render(text)); return html() },
        grow: async ([pieces, patient]) => {
            const growing = new stream.Stream(root)
            const states = []
            for (const piece of pieces) {
                growing.write(piece)
                do await new Promise(setTimeout)
                while (drawAll() && patient) // a draw that comes too soon after the last puts itself off
                states.push(root.textContent)
            }
            growing.end()
            return [html(), states]
        },
        measure: async (pieces) => {
            document.querySelector('main').append(root)
            const growing = new stream.Stream(root)
            let worst = 0
            let total = 0
            for (const piece of pieces) {
                growing.write(piece)
                const began = performance.now()
                drawAll()
                root.getBoundingClientRect()
                const took = performance.now() - began
                worst = Math.max(worst, took)
                total += took
            }
            const began = performance.now()
            growing.end()
            return { worst, total, end: performance.now() - began, figures: root.querySelectorAll('figure').length }
        },
    }
    return actions[name](argument)
}"""

LINK = 'rel="noopener noreferrer nofollow" target="_blank"'
CASES = {
    "# One\n\n### Three": '<h3 class="depth-1">One</h3><h3 class="depth-3">Three</h3>',
    "a **b** *c* ~~d~~ `e<f>`": '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code dir="ltr">e&lt;f&gt;</code></p>',
    "a  \nb": "<p>a<br>b</p>",
    "AT&amp;T &copy; &#65; &#x42; &unknown; \\*": "<p>AT&amp;T © A B &amp;unknown; *</p>",
    "- a\n- b\n  1. c": "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
    "3. c\n4. d": '<ol start="3"><li>c</li><li>d</li></ol>',
    "> a\n>\n> b": "<blockquote><p>a</p><p>b</p></blockquote>",
    "---": "<hr>",
    "<b>no</b>": "<p>&lt;b&gt;no&lt;/b&gt;</p>",
    "[a](https://b.example/c)": f'<p><a href="https://b.example/c" {LINK}>a</a></p>',
    "[a][b]\n\n[b]: https://b.example": f'<p><a href="https://b.example" {LINK}>a</a></p>',
    "[a](#b)": "<p><span>a</span></p>",
}

SAMPLE = """Think first:

1. One thing
   with a second line

   ```sh
   echo nested
   ```
2. Another

   > quoted in a list

Loose text with a [link][ref] and `code`.

```python
def f(x):
    return f"{x}"  # ```


def g(): ...
```
~~~
tildes
```
inside
~~~

| a | b |
|:-:|--:|
| 1 | 2 |
text right behind
===

- [ ] task
- [x] done

````markdown
```js
let a
```
````

    indented code

[ref]: https://b.example/

Last words *without an en
"""


async def test_every_kind_of_block_is_drawn(screen: Screen) -> None:
    for text, html in CASES.items():
        shown = await screen.page.evaluate(MODULES, ["render", text])
        assert shown == html, text


async def test_a_text_that_grows_ends_as_if_it_had_been_there_at_once(screen: Screen) -> None:
    await screen.page.evaluate(MODULES, ["render", SAMPLE])  # loads the grammars
    for seed in range(4):
        chance = random.Random(seed)
        pieces, rest = [], SAMPLE
        while rest:
            size = chance.choice((1, 2, 3, 5, 8, 40))
            pieces.append(rest[:size])
            rest = rest[size:]
        grown, states = await screen.page.evaluate(MODULES, ["grow", [pieces, False]])
        assert len(states) == len(pieces)
        assert grown == await screen.page.evaluate(MODULES, ["render", SAMPLE]), seed


async def test_code_appears_line_by_line_while_its_fence_is_open(screen: Screen) -> None:
    pieces = ["Look:\n\n```py\n", "a = 1\n", "b = ", "2\nc", " = 3\n```", "\n\nDone."]
    _, states = await screen.page.evaluate(MODULES, ["grow", [pieces, True]])
    shown = [state.removeprefix("Look:").removeprefix("pyCopy") for state in states]
    assert shown == ["", "a = 1", "a = 1", "a = 1\nb = 2", "a = 1\nb = 2\nc = 3", "a = 1\nb = 2\nc = 3Done."]


async def test_forty_kilobytes_are_drawn_without_being_felt(screen: Screen) -> None:
    section = (
        "## Part\n\nSome *words* about `this`.\n\n```python\n" + "value = compute(1, 'two')  # three\n" * 20 + "```\n\n"
    )
    text = section * (40_000 // len(section))
    pieces = [text[start : start + 40] for start in range(0, len(text), 40)]
    measured = await screen.page.evaluate(MODULES, ["measure", pieces])
    assert measured["figures"] == text.count("```python")
    assert measured["total"] < 8_000, measured
    assert measured["end"] < 1_500, measured
