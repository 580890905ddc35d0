"""Made-up snippets in realistic languages, for measuring: seeded, so that two runs measure the same."""

import random
from collections.abc import Iterator

from bot.nouns import Author, Snippet

LINES = 30
_ACTIONS = """
accept add apply bind build cache cancel check claim close collect commit compare compile connect convert copy count
create decode delete deliver diff download drain emit encode expand export fetch filter find flush format group handle
import index insert invoke join limit list load lock log map match measure merge move notify open pack parse patch
ping poll prune publish push query queue read rebuild receive redact refresh register release remove render replay
reset resolve restore resume retry rotate run sample save scan schedule score send shuffle sign skip sort split start
stop store stream sync tag tail throttle trim unpack update upload validate verify wait walk watch wrap write
"""
_THINGS = """
account address alert archive array batch block bucket buffer button cache card cart catalog channel chart checksum
chunk claim client cluster column command config container cookie counter cursor customer dashboard database deadline
device digest directory document edge email endpoint event export feed field file filter folder form frame gateway
graph group handle header heap history hook image index inbox invoice item job journal key label ledger lease line
list lock log mail map matrix member menu message metric mirror model module name node notice number object offset
order outbox packet page parcel parser path payload payment pipe plan player plugin pool port price process product
profile project prompt proxy queue quota range record region register replica report request response result role
route row rule schema score screen script secret segment sensor server session shard shape signal site slot snapshot
socket source span stack state status stream string subject table target task team template tenant thread ticket tile
token topic trace tree trigger tuple user vector version video view voucher wallet watch widget window worker zone
"""
_VERBS, _NOUNS = _ACTIONS.split(), _THINGS.split()
_STYLES = {
    "python": (
        "def {0}({1}, {2}=None):",
        "    {1} = {2}.get('{1}', {n})\n    for {3} in {1}:\n        {2}.append({3}.strip())\n    if not {1}:\n"
        "    raise ValueError(f'no {1} in {{{2}}}')\n    return {0}({1}, {2})\n    with open({1}) as {3}:\n"
        "        logger.info('read %s', {3}.name)\n    self._{1} = await self.{2}.{v}({3})\n"
        "    # {v} the {3} before the {1}\n    {2} = sorted({1}, key=lambda each: each.{3})\n    except TimeoutError:",
    ),
    "javascript": (
        "async function {0}({1}, {2} = {{}}) {{",
        "  const {1} = await fetch(`/api/${{{2}}}/{3}`);\n  if (!{1}.ok) {{\n    throw new Error('no {3}');\n  }}\n"
        "  return {2}.map(({3}) => {3}.{v}());\n  let {3} = {1}?.{2} ?? {n};\n  // {v} the {3}\n"
        "  document.querySelector('#{1}').addEventListener('click', () => {{\n  console.log({1}, {2});\n  }});",
    ),
    "typescript": (
        "export const {0} = async ({1}: string, {2}?: number): Promise<void> => {{",
        "  const {1} = new Map<string, {2}>();\n  if ({1} === undefined) return;\n  type {3} = {{ {1}: number }};\n"
        "  for (const {3} of {1}.values()) {{\n    {2}.push({3} as unknown);\n  }}\n  await this.{1}.{v}({2}, {n});\n"
        "  return {1} satisfies {2};",
    ),
    "go": (
        "func {0}(ctx context.Context, {1} string) error {{",
        '\t{1}, err := {2}.{v}(ctx, {3})\n\tif err != nil {{\n\t\treturn fmt.Errorf("{v} {1}: %w", err)\n\t}}\n'
        '\tfor _, {3} := range {1} {{\n\tdefer {2}.Close()\n\tlog.Printf("%d {1}", len({2}))\n\tselect {{\n'
        "\tcase <-ctx.Done():\n\treturn nil",
    ),
    "rust": (
        "pub fn {0}({1}: &str, {2}: u64) -> Result<(), Error> {{",
        "    let mut {1} = Vec::with_capacity({n});\n    match {2}.{v}()? {{\n        Some({3}) => {1}.push({3}),\n"
        "        None => break,\n    }}\n    let {3}: HashMap<String, u64> = HashMap::new();\n    Ok({1})\n"
        '    println!("{{}} {1}", {2}.len());\n    for {3} in {1}.iter().filter(|each| each.{2} > {n}) {{',
    ),
    "c++": (
        "std::vector<int> {0}(const std::string& {1}, int {2}) {{",
        "    std::vector<int> {1}({n});\n    for (auto& {3} : {1}) {{\n        {2}.push_back({3});\n    }}\n"
        "    if ({1}.empty()) return {{}};\n    std::unique_ptr<{2}> {3} = nullptr;\n    std::cout << {1} << '\\n';\n"
        "    return std::move({1});\n    // {v} the {2}",
    ),
    "sql": (
        "-- {0}",
        "SELECT {1}.id, count(*) FROM {1}\nLEFT JOIN {2} ON {2}.{1}_id = {1}.id\nWHERE {1}.{3} > {n}\nGROUP BY {1}.id\n"
        "ORDER BY {1}.{3} DESC LIMIT {n};\nCREATE INDEX {1}_{2} ON {1} ({2}, {3});\n"
        "UPDATE {1} SET {2} = {n} WHERE {3} IS NULL;",
    ),
    "bash": (
        "{0}() {{",
        '  local {1}="${{1:-{n}}}"\n  if [[ -z "${1}" ]]; then\n    echo "no {1}" >&2; return 1\n  fi\n'
        '  for {3} in $(ls "${2}"); do\n  curl -fsS "$URL/{1}" | jq -r \'.{2}\'\n  done\n  docker run --rm {1} {v}\n'
        "  set -euo pipefail",
    ),
}
_SHARES = {"python": 30, "javascript": 15, "typescript": 12, "go": 10, "rust": 8, "c++": 8, "sql": 9, "bash": 8}
_POOL = 4_000
"""Different lines of each language."""


def make_snippets(count: int, source: random.Random, authors: int = 50, channels: int = 20) -> Iterator[Snippet]:
    """Yield so many, each with a name of its own in three of its lines, in one workspace that sees all of them."""
    pools = {language: _make_pool(language, source) for language in _STYLES}
    languages = source.choices(list(_SHARES), list(_SHARES.values()), k=count)
    for number, language in enumerate(languages):
        name = f"{source.choice(_VERBS)}_{source.choice(_NOUNS)}_{source.choice(_NOUNS)}_{number:x}"
        head = _STYLES[language][0].format(name, source.choice(_NOUNS), source.choice(_NOUNS))
        lines = [head, *source.choices(pools[language], k=LINES - 3), f"{name}({number})", f"// end of {name}"]
        author = Author("web", f"u{number % authors}", f"Person {number % authors}")
        yield Snippet(
            f"s-{number:06x}",
            name,
            language,
            "\n".join(lines),
            author,
            workspace="T1",
            channel=f"C{number % channels}",
            tags=tuple(sorted({source.choice(_NOUNS), source.choice(_VERBS)})),
            is_open=True,
        )


def _make_pool(language: str, source: random.Random) -> list[str]:
    patterns = _STYLES[language][1].split("\n")
    return [
        source.choice(patterns).format(
            f"{source.choice(_VERBS)}_{source.choice(_NOUNS)}",
            *source.choices(_NOUNS, k=3),
            v=source.choice(_VERBS),
            n=source.randrange(1000),
        )
        for _ in range(_POOL)
    ]
