"""How people ask, in English, for what stands beside the code, and for libraries."""

from bot.learning.checks.phrases import Phrase

_EXPLANATION = (
    r"^(?:(?:any|the|write|add|give|include|me|with|an?|all|further|extra|additional) )*"
    r"(?:explain(?:ing)?|explanations?|prose|chatter|commentary|talk|small talk|explanatory text|text|words)"
    r"(?: (?:the|your|code|it|anything|at all|outside|text|needed|of|please|around))*$"
)
FORMATS = (
    Phrase(
        "code_only",
        r"\b(?:code only|only (?:the |with )?code|just (?:the |give (?:me )?the )?code|nothing but code)(?: please)?$",
        _EXPLANATION,
    ),
    Phrase("complexity_comment", r"\b(?:time |big[- ]o |space |runtime )?complexity\b|\bbig[- ]o\b|\bo\((?:n|1|log)\b"),
    Phrase("numbered_steps", r"\bnumbered (?:steps?|list|points)\b|\bstep[- ]by[- ]step\b|\bsteps? with numbers\b"),
    Phrase(
        "one_block",
        r"\b(?:one|single) (?:code )?(?:block|fence|snippet)\b",
        r"\b(?:several|multiple|many|separate) (?:code )?(?:blocks|fences|snippets)\b",
    ),
    Phrase(
        "no_comments",
        refused=r"\b(?:code |inline )?comments?(?: (?:in|at all) ?.*)?$|^(?:add )?comment(?:ing)?(?: the)? code$",
    ),
    Phrase(
        "comments",
        r"\b(?:add|with|include|write|more)(?: \w+)? comments\b|\bcomment (?:the|your) code\b|\bcommented code\b",
    ),
    Phrase(
        "example_call",
        r"\b(?:usage |example )(?:calls?|usages?|examples?|invocations?)\b|\b(?:example|sample) (?:of|"
        r"how to) (?:use|call)\w*\b|\b(?:include|add|show|give|with|end)(?: \w+){0,3} (?:example|"
        r"usage)s?\b(?! data| input)",
    ),
    Phrase(
        "tests",
        r"\b(?:include|add|write|provide|with|give|always)(?: \w+){0,2} (?:unit )?tests?\b(?! data|"
        r" names?| function names?)",
    ),
)
"""Of how the answer looks, or what else is in it."""
_LIBRARIES_LISTED = """
    aiohttp asyncpg attrs beautifulsoup beautifulsoup4 boto3 celery click collections django fastapi flask functools
    itertools jinja2 loguru lxml matplotlib msgspec numba numpy opencv orjson pandas pillow plotly polars psycopg
    psycopg2 pydantic pytorch pyyaml redis requests rich scikit-learn scipy seaborn selenium sqlalchemy sqlmodel
    structlog subprocess tensorflow tenacity torch tqdm trio typer ujson unittest urllib3 heapq bisect secrets
    pickle threading multiprocessing os.path os.system lodash axios jquery moment react vue express tokio serde gin
    rayon anyhow zod prisma guava lombok boost
"""
LIBRARIES = frozenset(_LIBRARIES_LISTED.split())
"""Names that are a library's in nearly any rule that has them."""
