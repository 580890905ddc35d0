"""Orders: rules that speak to the bot, of its role, its prompt or its deeds, and not of code or an answer's form."""

import re

from bot.learning.claims import CLAIMS

ROLE = "A lesson can't give me a role or speak as somebody else: please say what the code or the answer should be like."
OVERRIDE = "A lesson can't set aside what I was told otherwise: please say what the code or the answer should be like."
REVEAL = "A lesson can't make me show what I was told, or what others wrote: that stays with them."
DEED = "A lesson can't make me do or send something: it can only say what code and answers should be like."

_INSTRUCTIONS = r"(?:instructions?|prompts?|guidelines?|polic(?:y|ies)|restrictions?|messages?|directives?|orders?)"

_ORDERS = (
    (
        ROLE,
        r"""(?:^|[.!?"'\]>]\s*|\n)\s*(?:user|human|developer|tool|admin|sudo|bot)\s*:
        | (?<!file\s)(?<!operating\s)(?<!type\s)(?<!build\s)(?<!design\s)\b(?:system|assistant)
          (?:\s+(?:message|prompt|note|override|update))?\s*(?::|\#)
        | \byou(?:'re|\s+are)\s+(?:now|an?|the|no\s+longer|free|in\s+\w+\s+mode|not\s+(?:an?|bound|restricted|allowed)
          |hereby|henceforth|called|allowed)\b
        | \bas\s+an?\s+(?:ai|artificial|(?:large\s+)?language\s+model|llm|assistant|chat\s?bot|bot)\b
        | (?:^|[.,;:!?]\s*|\b(?:always|please|must|to|and)\s+)(?:act|behave)\s+(?:as|like)\b|\bpretend\s+(?:to|you
          |that)
        | \brole-?\s?play|\bjail\s?break|\bdo\s+anything\s+now\b|\b(?:DAN|developer|god|debug|admin|root)\s+mode\b
        | \b(?:uncensored|unrestricted|unfiltered)\b|\b(?:speak|answer|talk)\s+as\s+(?!code|a\s+list|bullet|markdown)
        | \byour\s+(?:new\s+)?(?:name|role|persona|task|job|goal|purpose|creator|owner|master)\s+is\b
          |\bdu\s+bist\s+jetzt
        | \beres\s+ahora\b|\btu\s+es\s+maintenant\b|你现在是|ты\s+теперь""",
    ),
    (
        OVERRIDE,
        rf"""\b(?:follow|accept|respect)\s+(?:only\s+)?(?:my|his|her)\b
        |\b(?:ignore|disregard|forget|override|bypass|discard|dismiss|neglect|violate|break)\s+
          (?:\w+\s+){{0,3}}?(?:previous|prior|above|earlier|preceding|foregoing|your|system|safety|former)\b
        | \b(?:ignore|disregard|forget|override|bypass|violate)\s+(?:all|any|every|the|those|these|other)\s+
          (?:(?:of|the|other|these|those|existing|current|system|safety)\s+)*
          (?:{_INSTRUCTIONS}|rules|everything|lessons?|context|questions?|requests?|users?)\b
        | \b(?:ignore|disregard|forget)\s+(?:everything|anything|what|whatever)\b
        | \b(?:new|real|actual|true|updated)\s+(?:{_INSTRUCTIONS}|system)\b\s*(?::|are|is|follow)
        | \b(?:takes?|has|have)\s+(?:precedence|priority)\s+over\s+(?:all|any|every|other|your)\b
          |\bhighest\s+priority\b
        | \boverrid\w+\s+(?:\w+\s+){{0,2}}(?:{_INSTRUCTIONS}|rules?|lessons?|requests?|system)\b|\bobey\b
        | \bcomply\s+with\s+(?:all|any|every|my|the\s+user)\b
        | \b(?:follow|execute|do)\s+(?:all|any|the|these|my|his|her|every)?\s*(?:\w+\s+)?{_INSTRUCTIONS}
          \s+(?:in|from|of|by|below|above|hidden|given|inside|found)\b
        | \b(?:treat|take|consider|understand|regard)\s+(?:\w+\W+){{1,6}}?(?:as|for)\s+(?:an?\s+)?(?:\w+\s+)?
          (?:instructions?|commands?|orders?)\b
        | \bdo\s+(?:whatever|anything|exactly\s+what|everything)\b|\bwithout\s+(?:any\s+)?(?:restriction|safety
          |filter)s?\b
        | \bignorier\w*\s+(?:alle|bisherig|vorherig|die|deine)|\bvergiss\s+(?:alle|die|deine|was)
          |\bignora\s+(?:todas|las)
        | \bolvida\s+(?:todo|las|tus)|\b(?:ignore[zs]?|oublie[zs]?)\s+(?:toutes|les|tes|vos|tout)\b
        | 忽略|无视|無視|игнорируй|забудь|이전\s*지시""",
    ),
    (
        REVEAL,
        rf"""\bwhat\s+(?:the\s+)?(?:others?|people|users?)\s+(?:\w+\s+)?(?:asked|wrote|said|typed)\b
        |\b(?:system|hidden|initial|secret|original|internal)\s+{_INSTRUCTIONS}\b.*\b(?:reveal|show|print|shown
          |said)\b
        | \b(?:reveal|print|show|output|repeat|leak|disclose|display|tell|quote|dump|recite|copy|translate
          |summari[sz]e
          |give|list|include|append|expose|echo|write|send|paste|return|mention|share|state|begin|start|end)\b
          (?:\W+\w+){{0,5}}?\W+(?:(?:system|hidden|initial|secret|original|internal)\s+{_INSTRUCTIONS}
          |your\s+(?:\w+\s+)?(?:{_INSTRUCTIONS}|rules|training|memory|configuration|lessons|tokens?|keys?|secrets?)
          |(?:chat|conversation|message)\s+(?:history|log)s?|this\s+(?:conversation|chat|channel|thread)
          |(?:other|all|our|another)\s+(?:users?|people|persons?|members?|colleagues?)(?:'s?|s)?\s+\w+
          |(?:our|company|team|the\s+team's|all|every)\s+(?:secrets?|passwords?|credentials?|api\s+keys?|env\w*)
          |previous\s+(?:answers?|questions?|{_INSTRUCTIONS})|(?:text|words?|everything|anything)\s+(?:above
          |before))\b
        | \b(?:reveal|leak|disclose|exfiltrate)\s+(?:all\s+|any\s+|the\s+|our\s+)?(?:secrets?|prompts?|tokens?|keys?
          |passwords?|credentials?|everything|lessons?)\b(?<!never\s)""",
    ),
    (
        DEED,
        r"""\bmail\s+(?:the|your|all|every|each)\s+(?:answers?|code|questions?|conversations?)\b
        |(?:^|\s|[`"'(])/(?:code|snippets?|lessons?|models?|feedback|settings|remind|invite|kick|msg|dm|leave|mute)
          (?![\w/.-])
        | @(?:here|everyone|channel|all)\b|\b(?:ping|dm|notify|tag|message|mention|invite|alert|e-?mail)\s+
          (?:@\w|me\b|everyone|everybody|all\s+(?:users|members)|the\s+(?:whole\s+)?(?:team|channel|admins?)\b)
        | \b(?:send|post|upload|forward|share|publish|transmit|copy|paste|deliver|e-?mail|leak|exfiltrate)\s+
          (?:(?:\w+|\W)\s*){0,8}?\b(?:to|in|into|on|at|with)\s+
          (?:me\b|my\s|everyone|\#\w|@\w|this\s+(?:channel|server|address)|the\s+(?:\w+\s+)?(?:channel|attacker)\b
          |an?\s+(?:external|remote|third|outside|paste)|(?:pastebin|telegram|a\s+gist)\b)
        | \b(?:send|post|upload|forward|share|publish|dm)\s+(?:(?:the|your|this|each|every|all|user'?s?|their|our
          |my)\s+)*
          (?:answers?|replies|reply|questions?|conversations?|prompts?|chats?|code|snippets?|secrets?|credentials?
          |env)
          \s+(?:to|in|into|on|at)\b
        | (?:^|[.,;!]\s*|\b(?:and|then|please|always|must)\s+)(?:run|execute|exec|eval)\s+
          (?:this|the\s+following|these|it\b|shell|bash|sh\b|curl|wget|rm\b|sudo|powershell|any\b|arbitrary|whatever
          |commands?|what|my|the\s+(?:command|attached|tool))
        | \b(?:run|execute|exec|eval)\s+(?:\w+\s+){0,3}?(?:in|from|of|inside)\s+(?:the\s+|all\s+)?(?:questions?
          |messages?
          |answers?|feedback)\b
        | \b(?:call|invoke|trigger|activate)\s+(?:the\s+|a\s+|your\s+|any\s+|all\s+)?(?:\w+\s+)?tools?\b
        | \buse\s+your\s+(?:tools?|shell|access|browser)\b|\b(?:fetch|open|visit|browse|download)\s+(?:the\s+
          |this\s+|my\s+)
          (?:\w+\s+)?(?:url|links?|page|web\s?site|site|file)\b
        | \brm\s+-[rf]{1,2}\s+["']?[/~*$.]|\|\s*(?:ba|z)?sh\b|/bin/(?:ba)?sh\s+-|:\(\)\s*\{|\bbase64\s+(?:-d|--decode)
        | \bdecode\s+(?:this|the\s+following|and\s+(?:follow|run|do|execute))""",
    ),
)
_PATTERNS = tuple((reason, re.compile(pattern, re.VERBOSE | re.IGNORECASE)) for reason, pattern in (*_ORDERS, *CLAIMS))


def order(text: str) -> str:
    """Why ``text``, in plain characters, is no rule about code or an answer's form; empty where it may be one."""
    return next((reason for reason, pattern in _PATTERNS if pattern.search(text)), "")
