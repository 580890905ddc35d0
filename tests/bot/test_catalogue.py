"""``code-supporter.toml``: what it says, and what is said of each mistake in it."""

import asyncio
import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import StartError, UsageError
from bot.models import Asker, Catalogue, Model, Models, Price, Provider
from bot.models.file import Around, read_catalogue
from bot.models.watching import Watching
from bot.nouns import Author
from tests.fakes.openai_server import ModelServer
from tests.until import until

ENV = Provider("env", "http://127.0.0.1:9/v1")
AROUND = Around((ENV,), {"TEAM_KEY": "sk-team"}.get)  # type: ignore[arg-type]
PROVIDER = '[providers.gpu]\nbase_url = "http://127.0.0.1:8/v1"\n'
MODEL = '[[models]]\nname = "coder"\nprovider = "gpu"\n'
ANN, BEN = Author("slack", "U1", "Ann"), Author("slack", "U2", "Ben")

WHOLE = """
fallbacks = ["mini", "coder"]

[providers.gpu]
base_url = "http://10.0.0.5:8000/v1/"
key_env = "TEAM_KEY"
connect = 2
silence = 90
headers = {X-Team = "code", X-Secret = "$TEAM_KEY"}
concurrency = 4
price = {input = 0, output = 0}

[[models]]
name = "coder"
provider = "gpu"
context = 32768
max_output = 4096
temperature = 0.2
vision = false
reasoning = "low"
aliases = ["mini"]
default = true
price = {input = 1, output = 2.5, cached = 0.1}

[urls]
policy = "listed"
allowed = ["http://10.0.0.5:8000", "https://LLM.example.com/"]
"""


def read(folder: Path, text: str, around: Around = AROUND) -> Catalogue:
    file = folder / "code-supporter.toml"
    file.write_text(text)
    return read_catalogue(file, around)


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    catalogue = read(tmp_path, WHOLE)
    assert catalogue.providers == (
        ENV,
        Provider(
            "gpu",
            "http://10.0.0.5:8000/v1",
            SecretStr("sk-team"),
            connect=2,
            silence=90,
            headers=(("X-Team", "code"), ("X-Secret", "sk-team")),
            concurrency=4,
            price=Price(0, 0),
            key_named="TEAM_KEY",
            url_named="base_url of gpu",
        ),
    )
    (coder,) = catalogue.named("gpu")
    assert coder.describe(catalogue.providers[1], None) == Model(
        "coder",
        "gpu",
        32_768,
        False,
        max_output=4096,
        temperature=0.2,
        reasoning="low",
        aliases=("mini",),
        price=Price(1, 2.5, 0.1),
    )
    assert (catalogue.default, catalogue.fallbacks) == ("gpu/coder", ("mini", "coder"))
    assert catalogue.allowed == {"http://10.0.0.5:8000", "https://llm.example.com:443"}
    assert "sk-team" not in repr(catalogue)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[provider.gpu]", "there is no setting provider; did you mean providers?"),
        ("fallbacks = 3", "fallbacks: this has to be a list"),
        ("x = ", "this can't be read"),
        ("[providers.gpu]", "[providers.gpu]: base_url is missing"),
        (PROVIDER + "bas_url = 1", "[providers.gpu]: there is no setting bas_url; did you mean base_url?"),
        (PROVIDER + 'key = "sk-very-secret"', "[providers.gpu] holds a key, which does not belong into a file"),
        (
            PROVIDER + 'key_env = "sk-very-secret"',
            "[providers.gpu] key_env: this is the name of an environment var",
        ),
        (PROVIDER + 'key_env = "OTHER_KEY"', "[providers.gpu] key_env: there is no environment variable OTHER_KEY"),
        (PROVIDER + 'headers = {Authorization = "sk-very-secret"}', "[providers.gpu] headers: a key goes into the"),
        (PROVIDER + 'headers = {X = "a\\r\\nb"}', "[providers.gpu] headers: a header is one line"),
        (PROVIDER + 'headers = {X = "für"}', "[providers.gpu] headers: a header is one line"),
        (PROVIDER + 'headers = {"X Y" = "a"}', "[providers.gpu] headers: a header is one line"),
        (PROVIDER + "concurrency = -1", "[providers.gpu] concurrency: this has to be a whole number of 0"),
        (PROVIDER + 'silence = "long"', "[providers.gpu] silence: this has to be a number"),
        (PROVIDER + "price = {input = -1, output = 1}", "[providers.gpu] price.input: this has to be a number of"),
        (
            PROVIDER + "price = {input = inf, output = 1}",
            "[providers.gpu] price.input: this has to be a number of 1,000,000",
        ),
        (
            PROVIDER + "price = {inptu = 1, output = 1}",
            "[providers.gpu] price: there is no setting inptu; did you",
        ),
        ('[providers.gpu]\nbase_url = "ftp://x/v1"', "[providers.gpu] base_url: this has to look like"),
        ('[providers.gpu]\nbase_url = "http://me:very-secret@x/v1"', "[providers.gpu] base_url: this has to look like"),
        ('[providers.env]\nbase_url = "http://x/v1"', "[providers.env]: the environment sets a provider of that name"),
        ('[providers."a/b"]\nbase_url = "http://x/v1"', "[providers.a/b]: the name of a provider has letters"),
        (
            '[[models]]\nname = "a"\nprovider = "gqu"\n' + PROVIDER,
            "[[models]] a: there is no provider gqu; did you",
        ),
        ("[[models]]\nprovider = 3", "[[models]] number 1 provider: this has to be text in quotes"),
        (MODEL + "defualt = true\n" + PROVIDER, "[[models]] coder: there is no setting defualt; did you mean default?"),
        (MODEL + 'reasoning = "much"\n' + PROVIDER, "[[models]] coder reasoning: this has to be none, minimal, low,"),
        (MODEL + "temperature = 3\n" + PROVIDER, "[[models]] coder temperature: this has to be a number of 2 or less"),
        (MODEL + MODEL + PROVIDER, "[[models]] coder: it stands there twice for gpu"),
        (MODEL + 'aliases = ["coder"]\n' + PROVIDER, "[[models]] coder aliases: coder is the name of another model"),
        (
            MODEL + "default = true\n" + MODEL.replace("coder", "other") + "default = true\n" + PROVIDER,
            "[[models]] other: default is true here and for coder: keep one",
        ),
        (
            MODEL + 'default = true\nusers = ["slack:U1"]\n' + PROVIDER,
            "[[models]] coder: the default answers every",
        ),
        (MODEL + 'users = ["U1"]\n' + PROVIDER, "[[models]] coder: U1 needs its platform before it, as in slack:U1"),
        ('[urls]\npolicy = "all"', "[urls] policy: this has to be off, listed or any"),
        ('[urls]\npolicy = "any"', '[urls] policy: "any" is for a page with one person'),
        ('[urls]\nallowed = ["llm.example.com"]', "[urls] allowed: llm.example.com is no origin"),
        ('[urls]\nallowed = ["https://x/v1"]', "[urls] allowed: https://x/v1 is no origin"),
    ],
)
def test_each_mistake_is_named_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(StartError) as refusal:
        read(tmp_path, text)
    assert str(refusal.value).startswith(f"{tmp_path / 'code-supporter.toml'}: {says}")
    assert "\n" not in str(refusal.value)
    assert "very-secret" not in str(refusal.value)


def test_a_fallback_that_can_not_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="fallbacks: there is no model codre; did you mean coder"):
        read(tmp_path, 'fallbacks = ["codre"]\n' + MODEL + PROVIDER, Around())


def test_one_person_at_this_machine_may_bring_any_address(tmp_path: Path) -> None:
    assert read(tmp_path, '[urls]\npolicy = "any"', Around(is_local=True)).urls == "any"


async def test_models_that_are_named_are_all_that_is_offered(tmp_path: Path, model_server: ModelServer) -> None:
    model_server.models = {"coder": 4096, "secret": 4096}
    file = tmp_path / "code-supporter.toml"
    file.write_text(
        f'[providers.gpu]\nbase_url = "{model_server.url}"\n{MODEL}aliases = ["c"]\n'
        '[[models]]\nname = "gone"\nprovider = "gpu"\ncontext = 1000\nusers = ["slack:U1"]\nchannels = ["slack:C1"]\n'
    )
    async with Models(read_catalogue(file, Around())) as models:
        offers = await models.survey()
        assert [(offer.model.name, offer.model.context, bool(offer.error)) for offer in offers] == [
            ("coder", 4096, False),
            ("gone", 1000, True),
        ]
        assert (await models.choose("c")).name == "coder"
        assert (await models.choose("gpu/coder")).name == "coder"
        assert (await models.choose("", Asker(BEN))).name == "coder"
        for asker in (Asker(ANN), Asker(BEN, "T1", "C1"), Asker(Author("terminal", "x", "x"))):
            assert (await models.choose("gone", asker)).name == "gone"
        with pytest.raises(UsageError, match=r"gone is not for you here\. Choose coder\."):
            await models.choose("gone", Asker(BEN, "T1", "C2"))
        with pytest.raises(UsageError, match=r"There is no model named 'secret'\. Choose coder\."):
            await models.choose("secret", Asker(ANN))


async def test_what_a_model_is_asked_with(tmp_path: Path, model_server: ModelServer) -> None:
    text = f'[providers.gpu]\nbase_url = "{model_server.url}"\nkey_env = "TEAM_KEY"\nheaders = {{X-Team = "code"}}\n'
    text += '[[models]]\nname = "scripted"\nprovider = "gpu"\nmax_output = 50\ntemperature = 0.2\nreasoning = "low"\n'
    async with Models(read(tmp_path, text)) as models:
        model = await models.choose("scripted")
        async with models.complete(model, [{"role": "user", "content": "Hi"}]) as completion:
            assert [text async for text in completion]
    (asked,) = model_server.asked
    assert asked.headers["x-team"] == "code"
    assert asked.headers["authorization"] == "Bearer sk-team"
    body = asked.body
    assert (body["max_tokens"], body["temperature"], body["reasoning_effort"]) == (50, 0.2, "low")


async def test_a_changed_file_is_taken_up_and_a_broken_one_is_not(
    tmp_path: Path, model_server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    model_server.models = {"one": 4096, "two": 4096}
    file = tmp_path / "code-supporter.toml"
    provider = f'[providers.gpu]\nbase_url = "{model_server.url}"\n'
    around = Around()
    async with Models(Catalogue()) as models:
        watching = Watching(file, around, models, every=0.01)
        task = asyncio.create_task(watching.keep())
        try:
            file.write_text(provider + '[[models]]\nname = "one"\nprovider = "gpu"\n')
            await until(lambda: len(models.catalogue.models) == 1)
            model_server.pace = 0.02
            async with models.complete(await models.choose(), [{"role": "user", "content": "Hi"}]) as completion:
                text = await anext(completion)
                file.write_text(provider.replace("[providers.gpu]", "[providers.other]"))
                await until(lambda: models.catalogue.providers[0].name == "other")
                text += "".join([piece async for piece in completion])
            assert text
            assert (await models.choose("two")).provider == "other"
            file.write_text("broken = true")
            await until(lambda: bool(watching.problem))
            assert (await models.choose("two")).provider == "other"
            file.write_text(provider + "\n")
            await until(lambda: not watching.problem)
        finally:
            task.cancel()
    assert "there is no setting broken" in caplog.text
