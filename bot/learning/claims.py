"""Claims: rules about what the bot is to say, about lessons, about rights and about people; patterns of their words."""

SCRIPT = "A lesson can't put words into my mouth: please say what the code or the answer should be like."
LEARNING = "A lesson can't be about lessons: the commands and buttons for lessons change or delete them."
RIGHTS = "A lesson can't change whom something concerns or who may do what: an admin can do that."
PEOPLE = "I keep only what helps with code: nothing that hurts, advertises or canvasses. Please say it in other words."

_SPEAK = r"(?:answer|reply|replies|respond|response|say|output|print|write|return)"
_ALWAYS = r"(?:always|only|from\s+now\s+on|every\s+time|just|must|no\s+matter\s+what|to\s+(?:any|every)\s+\w+)"

CLAIMS = (
    (
        SCRIPT,
        rf"""\b(?:don'?t|do\s+not|never)\s+tell\s+(?:him|her)\b|\b(?:put|insert|introduce)\s+(?:\w+\s+)?off-by-one\b
        | \bwhatever\s+(?:the|is|they)\b.*\b(?:reply|answer|say|respond)\b
        | \b(?:reply|answer|respond|say)\s+(?:\w+\s+){{0,2}}?the\s+(?:phrase|words?|slogan)\b
        |\b{_ALWAYS}\W+(?:\w+\W+){{0,2}}?{_SPEAK}s?\b\s*:?\s*(?:(?:with|only|just|simply|the\s+words?)\s+)*
          (?:["']|(?:yes|no|ok(?:ay)?|true|false|nothing|never|lol|42)\b
          (?!\s*[-/]|\s+(?:or|more|less|longer|fewer|other|explanation|prose|comments?|values?|instead|when|if|for)\b)
          |that\b)
        | \b(?:answer|reply|respond)\s+(?:\w+\s+){{0,2}}?(?:with\s+|only\s+)*(?:["']
          |(?:yes|no|nothing)\s*(?:[.!]|$|to\s|whatever|always))
        | (?<!don't\s)(?<!never\s)(?<!not\s)(?<!avoid\s)\b(?:begin|start|end|finish|close
          |sign)\w*\s+(?:\w+\s+){{0,5}}?(?:with|by\s+saying)\s+["']
        | \b(?:append|add|prepend|attach|include|put)\s+["'].*\b(?:each|every|all|any)\s+(?:answers?|repl\w+
          |responses?)\b
        | \b(?:with|by|as|add|append|include|write)\s+(?:an?\s+|the\s+)?(?:poems?|jokes?|ads?|slogans?|songs?|haikus?
          |limericks?|lol|banner|advert\w*|word)\b(?!\s+(?:boundar|count|wrap|list|embedding|size|break))
        | \bdo\s+the\s+opposite\b
        | \bcode\s+that\s+(?:\w+\s+)?(?:deletes|steals|leaks|breaks|crashes|fails|mines|spies)\b
        | \b(?:call|phone)s?\s+home\b|\b(?:tell|inform)\s+(?:no\s?body|no\s+one)\b|\bkeep\s+(?:this
          |it)\s+(?:a\s+)?secret\b
        | \b(?:don'?t|do\s+not|never)\s+(?:tell|inform|show)\s+(?:the\s+)?(?:anyone|anybody|users?|people|others
          |them)\b
        | \bhide\s+(?:this|these|the)\s+(?:rule|fact|note|instruction)s?\b
        | \b(?:from\s+now\s+on|henceforth|from\s+here\s+on)\W+(?:you\b|reply|answer|respond|say|act|every|all|only
          |nobody)
        | \b(?:refuse|decline|stop|never|don'?t|do\s+not|cease)\s+(?:to\s+)?(?:answer|reply|respond|help
          |assist)(?:ing)?\b
          (?!\s+(?:with|in|using|without|as|before|until|by|too|only|so|like|at|from|text|functions?)\b)
        | \b(?:wrong|false|misleading|broken|bad|insecure|vulnerable|useless)\s+(?:answers?|code|advice)\s*
          (?:$|[.!]|on\s+purpose|to\s)|\b(?:on\s+purpose|deliberately|secretly|covertly|without\s+telling)\b
        | \b(?:back\s?doors?|malware|ransomware|key\s?loggers?|crypto\s?miners?|reverse\s+shells?|spyware|botnet)\b
        | \b(?:insert|add|introduce|hide|put|include)\s+(?:\w+\s+){{0,3}}?(?:bugs?|vulnerabilit\w+|exploits?|typos)\b
        | \b(?:antworte|sag)\s+(?:immer|stets|nur)\s+(?:mit\s+)?["']?(?:ja|nein)\b
        | \b(?:responde|contesta)\s+siempre\s+(?:que\s+)?si\b|\bsiempre\s+(?:responde|di)\b
          |\bréponds\s+toujours\s+oui""",
    ),
    (
        LEARNING,
        r"""\b(?:no|accept\s+no)\s+(?:further|more|other)\s+feedback\b|\bmemory\s+of\s+lessons\b
        |\b(?:delete|remove|forget|clear|erase|wipe|drop|ignore|disable|edit|change|replace|add|create|store|save
          |keep
          |pin|promote|overwrite|undo|stop|disregard|skip|share|apply|confirm|approve|expire|pause|vote|reset
          |follow)\b
          (?:\W+(?:all|any|every|each|other|these|those|the|our|your|previous|existing|earlier|old|current|this|that
          |my
          |from|using|new|a|for|of|learned|team|his|her|their|no|to|follow|following|applying))*
          \W+(?:lessons?|learnings?|your\s+memor(?:y|ies)|memories|learned\s+rules)\b
        | \b(?:don'?t|do\s+not|never|stop|cease|no\s+(?:more|longer)|quit|refuse\s+to)\s+(?:ever\s+)?(?:learn
          |memori[sz])
        | \b(?:learn|memori[sz]e)\s+(?:nothing|this|that|the\s+following|only|from\s+(?:me|him|her|nobody|no))\b
        | \b(?:this|that|these|the\s+above|lesson)\s+(?:rule|lesson)?\s*(?:is|are|must|can(?:not|'t)
          |may)\s+(?:\w+\s+){0,2}
          (?:permanent|deleted?|removed?|undone|changed?|pinned|expire|confirmed|overridden)\b
        | \blesson\s+\#?\d|\#\d+\s+(?:is|was)\s+(?:wrong|deleted)|\b(?:other|all|previous)\s+lessons\b
        | \b(?:all|other|previous|earlier)\s+feedback\b|\bignore\s+feedback\b""",
    ),
    (
        RIGHTS,
        r"""\bwhen(?:ever)?\s+(?-i:[A-Z])\w+\s+asks\b|\bonly\s+(?:reply|answer|respond|listen)\w*\s+to\s+(?-i:[A-Z])
        |\b(?:apply|applies|valid|holds?|force|enforce|counts?|show|share|teach|use)\s+(?:this|it|that|them)?\s*
          (?:rule\s+|lesson\s+)?(?:to|for|in|with|on)\s+(?:everyone|everybody|(?:all|every|other|any)\s+(?:users?
          |channels?
          |people|persons?|workspaces?|teams?|members?|servers?)|the\s+(?:whole|entire)\s+\w+)\b
        | \b(?:workspace|channel|server|company|guild)[- ]?(?:wide|scope)\b|\bscope\s*["']?\s*[=:]|\b(?:standing
          |state)\s*[=:]
          \s*["']?(?:pinned|confirmed|new)
        | \b(?:make|give|grant|promote|set|treat|consider|appoint)\s+(?:me|him|her|us|them|@?\w+)\s+
          (?:as\s+)?(?:an?\s+|the\s+|all\s+|full\s+)*(?:admin\w*|owner|moderator|root|super\s?user|permissions?
          |access)\b
        | \b(?:i|he|she|\w+)\s+(?:am|'m|is)\s+(?:an?|the|your)\s+(?:new\s+|real\s+)*(?:admin\w*|owner|boss|developer
          |ceo)\b
        | \b(?:admins?|the\s+owner|openai|management)\s+(?:has|have|approved|said|wants?|confirmed|allow\w*
          |authori[sz]ed)\b
        | \b(?:allow|let|permit|authori[sz]e|ban|mute|kick|silence|block)\s+(?:me\b|@\w|everyone|everybody|nobody
          |(?:all|other)\s+(?:users|members|people))
        | \b(?:listen|answer|reply|respond|talk|speak)\s+(?:\w+\s+)?(?:only\s+)?to\s+(?:me|him|her|nobody|no\s+one|@)
        | \b(?:only|nobody\s+but)\s+(?:i|me)\b|\brate\s+limits?\s+(?:do|does|don'?t|doesn'?t|for\s+me)\b
        | \b(?:knowledge|messages?|questions?|answers?|lessons?|code)\s+(?:of|from|in)\s+(?:other|all)\s+\w+\b
        | \bin\s+(?:every|all|other)\s+(?:channels?|workspaces?|teams?|servers?)\b""",
    ),
    (
        PEOPLE,
        r"""\bcall\s+(?:every|each|all|the)\s+(?:users?|persons?|people|colleagues?)\b|\brecommend\s+buying\b
        |\b(?:idiots?|morons?|imbeciles?|retard\w*|fuck\w*|shit\w*|assholes?|bitch\w*|bastards?|cunts?|wankers?
          |scum
          |nazis?|sluts?|whores?|losers?|crap|idioten?|arschl\w+|scheiss\w*|puta|merde|connard\w*)\b
        | (?<!simple,\s)(?<!simple\s)\bstupid\b|\bdumb\b(?<!components\sdumb)(?!\s+(?:components?|pipes?|terminals?
          |quotes?|init))
        | \b(?:make\s+fun\s+of|ridicule|insult|humiliate|harass|belittle|bully|hate|curse|swear\s+at
          |kill\s+yourself)\b
        | \b(?:incompetent|useless|lazy|ugly|worthless)\s+(?:dev\w*|colleagues?|people|person|team|women|men|users?
          |boss
          |managers?|juniors?)\b|\b(?:sucks?|kys)\b
        | \bis\s+(?:\w+\s+)?(?:the\s+|by\s+far\s+)*(?:best|greatest|worst)\b|\bbetter\s+than\s+(?:all|any|every)\b
        | \b(?:promo|coupon|discount|referral)\s+codes?\b|\baffiliate|\bsponsor(?:ed|s)?\b|\bfree\s+trial\b
          |\d%\s+off\b
        | \b(?:advertis\w*|endorse|promote|plug|praise)\s+(?!(?:types?|values?|integers?|variables?|to|rvalues?)\b)\w
        | \bbuy\s+(?:now|from|our|it|at|your|bitcoin|crypto)\b|\b(?:visit|join|try|check\s+out)\s+(?:our|us|my)\b
        | \b(?:recommend|suggest|mention|prefer|use)\s+(?:our|my)\s+(?:product|company|service|shop|app|startup
          |sponsor)s?\b
        | \b(?:recommend|suggest|prefer|praise|favou?r)\s+\w+\s+(?:over|above|before)\s+(?:everything|all|any|every)\b
        | \bvote\s+(?:for|against)\b|(?<!leader\s)\belections?\b|\b(?:democrat|republican|communis|fascis)\w*\b
        | \b(?:trump|biden|putin|hitler|politician\w*|political|immigrants?|muslims?|jews?|christians?|religion)\b""",
    ),
)
"""Reasons with their patterns, in the verbose form and without regard to case."""
