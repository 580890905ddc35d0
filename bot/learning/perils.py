"""Perils: things in code that make it less safe where they are done, and what is said to who wants them learned."""

import re

TLS = "I can't learn that, since connections would no longer be safe: certificates stay checked, and traffic encrypted."
SQL = "I can't learn that, since SQL put together from strings lets strangers in: values go in as parameters."
ACCESS = "I can't learn that, since it would let in people who should not be: who may do what stays checked."
SECRETS = "I can't learn that, since secrets would come to light: they stay out of code, logs and repositories."
SANDBOX = (
    "I can't learn that, since it would take down a wall that keeps damage small: rights stay as small as they can."
)
INPUT = "I can't learn that, since it would let strangers' input do harm: input stays checked and escaped."
LOADING = "I can't learn that, since loading strangers' data that way runs their code: a safe format stays in use."
EVAL = "I can't learn that, since it would run text as code or in a shell: that stays out of answers."
CRYPTO = "I can't learn that, since it would weaken how things are hashed or encrypted: that stays up to date."
LICENCE = "I can't learn that, since licences and copyright notices of others stay where they are."
CHECKS = "I can't learn that, since tests and security checks stay on: please say what about them is in the way."

_KEYS = (
    r"(?:passwords?|secrets?|credentials?|(?:api|private|secret|access|encryption|signing|ssh)[\s_-]?keys?"
    r"|passphrases?"
    r"|(?:access|auth|api|bearer|session|refresh|user)?\s?tokens?"
    r"(?!\s+(?:counts?|per|usage|types?|budget|limits?|stream|streams|ids?)\b))"
)
_STRINGS = (
    r"(?:\bf-?\s?strings?|\bstring[\s-](?:concat\w*|format\w*|interpol\w*|building|templates?|built)|%-?\s?format\w*"
    r"|\.format\b|\bformat\(|\bformat(?:ted|ting)\s+strings?|\bconcat\w*|\binterpolat\w*|\btemplate\s+(?:literals?"
    r"|strings?)"
    r"|\bstring-built|\bstr\.format|\bplain\s+strings?|\bjoin\w*\s+strings?)"
)
_SQL = (
    r"(?:\bsql\b|\bquer(?:y|ies|ying)\b(?!\s+(?:strings?|param))|\bwhere\s+clauses?|\b(?:select|insert)\s+statements?)"
)
_WEAK = r"\b(?:unsalted\s+)?(?:md5|sha-?1|crc32|base64|rot13|xor|(?:plain|bare|unsalted)\s+sha-?\d*)\b"
_GUARDED = r"\b(?:passwords?|credentials?|secrets?|tokens?|signatures?|signing|hmac|security|encrypt\w*)\b"
_GUESSABLE = r"(?:\brandom\.\w+|\bmath\.random|\brand\(\)|\b(?:the\s+)?random\s+module|\brandom\b(?=\s+for|\W*$))"
_UNGUESSABLE = r"\b(?:passwords?|secrets?|tokens?|(?:session|api|encryption)\s+\w+|nonces?|salts?)\b"
_GAP = r"(?P<{}>(?:\s+[^\s.;]+){{0,6}}?)\s+"


def _either(one: str, other: str, names: tuple[str, str]) -> str:
    """Both orders of two things with a few words between."""
    return f"{one}{_GAP.format(names[0])}{other}|{other}{_GAP.format(names[1])}{one}"


_DEEDS = (
    (TLS, r"""\bself-signed\s+cert\w*\s+without\b
        |\b(?:ssl_?)?verify(?:_ssl|_certs?|_peer|ssl)?['"]?\s*(?:[=:]|to)\s*['"]?(?:false|0|none|off|no)\b
        |rejectunauthorized\b|node_tls_reject_unauthorized|insecureskipverify|cert_none|\bsslmode\s*=\s*disable
        |(?<!\w)--?(?:insecure|no-check-certificate|trusted-host)\b|\bcurl\s+-\w*k\b|_create_unverified
          |check_hostname\s*=\s*f
        |\bsslverify\b|\b(?:verify|check|validate)\s+no\s+(?:\w+\s+)?cert\w*
        |stricthostkeychecking|noophostname|allow_?all_?hostname|\bssl\s*[=:]\s*(?:false|off)|\bunverified\b
        |\b(?:trust|accept)\w*\s+(?:(?:all|any|every|invalid|expired|self-signed|the|server|ssl|tls)\s+)+
        (?:cert\w*|hosts?|connections?|keys?)|\bhttp(?:\s+urls?)?,?\s+(?:instead\s+of|rather\s+than|over|not)\s+https
        |\b(?:plain|unencrypted)\s+(?:http|ftp|connections?|traffic)\b|\bftp\s+instead|\btls\s?v?1\.[01]\b
          |\bsslv?[23]\b"""),
    (SQL, _either(_STRINGS, _SQL, ("gap1", "gap2")) + r"|\b(?:user\s+)?input\s+(?:in)?to\s+(?:the\s+)?(?:sql|query)\b"),
    (ACCESS, r"""\b(?:give|grant)\s+(?:every|all|any)\s+(?:users?|roles?|service\w*)\b
        |\ballow_?(?:any|all)\b|permission_classes\s*=\s*\[\s*\]|csrf_exempt|\bpermitall\b|\b0\.0\.0\.0/0
          |public-read
        |access-control-allow-origin\W+\*|(?:\b|_)origins?['"]?\s*(?:=|:|to)?\s*\[?\s*['"]?\*|\ballow\w*\s+(?:all
          |any|every)\s+(?:origin
        |host|user|request|role|ip)s?|\balg\w*['"]?\s*[:=]?\s*['"]?none\b|\bdefault\s+(?:admin\s+)?(?:passwords?
          |credentials?)\b
        |\b(?:everyone|anyone|everybody|anybody|anonymous|any\s+user)\s+(?:\w+\s+){0,2}?(?:access|delete|admin
          |log\s?in)
        |\bpublic(?:ly)?\s+(?:writable|accessible)\b|\bempty\s+passwords?\b|\bmake\s+(?:\w+\s+){0,3}public\b"""),
    (SECRETS, rf"""\bpasswords?\s+in\s+the\s+connection\s+string\b|\bsame\s+(?:key|password|secret)\s+(?:everywhere
          |for\s+all)\b
        |\bhard-?\s?cod\w+(?P<gap>(?:\s+\S+){{0,4}}?)\s+{_KEYS}
          |\b{_KEYS}(?P<gap2>(?:\s+\S+){{0,2}}?)\s+hard-?cod\w+
        |\b(?:log|logs|logging|print|prints|printing|echo|dump|hardcode)(?P<gap3>(?:\s+[^\s.;]+){{0,4}}?)\s+{_KEYS}
        |\b{_KEYS}\b(?:\s+\w+){{0,2}}?\s+(?:in|into|to)\s+(?:the\s+|your\s+)?logs?\b
        |\b(?:commit|check|store|put|keep|includ|save|writ|embed|past|leav|add
          |plac)\w*(?P<gap4>(?:\s+[^\s.;]+){{0,3}}?)\s+{_KEYS}
        (?:\s+\w+){{0,2}}?\s+(?:in|into|to|inside|as)\s+(?:\w+\s+){{0,2}}?(?:git|repo\w*|code|source|sources
          |plain\s?text|clear\s?text
        |front-?\s?end|localstorage|local\s+storage|url|urls|constants?|script|module|docker\s?file|image|comments?)\b
        |\b(?:print|log|dump|echo)\w*\s+(?:all\s+|the\s+)*(?:env\b|environment\b|os\.environ)
        |\bcommit\w*\s+(?:\w+\s+)?(?:`)?\.env\b|\b{_KEYS}\s+(?:\w+\s+){{0,2}}?(?:as|in)\s+(?:plain
          |clear)[\s-]?text"""),
    (SANDBOX, r"""\bdocker\s+socket\b|\b(?:full|give\s+\w+\s+\w+)\s+root\b
        |\bchmod\s+(?:-\w+\s+)?[0-7]?777|\b0?o?777\b|\ba\+rwx|\bworld-?writable|\bas\s+(?:the\s+)?(?:root
          |administrator)\b
        |\buser\s+root\b|\bprivileged\b|--no-sandbox|\bsetenforce\s+0|\bnopasswd\b|--cap-add|\bunconfined\b
          |\bsys_admin\b
        |(?:\b(?:use|using|with|prefix\w*)(?:\s+\S+){0,3}?\s+|^)sudo\b|(?<!non-)\broot\s+(?:user|privileg\w+|rights)\b
        |\bdocker\.sock\b|\bgrant\s+all\b|\bexecutionpolicy\s+(?:bypass|unrestricted)|\bfull\s+(?:permissions?
          |access)\b"""),
    (INPUT, r"""\b(?:html|input|output)\s+(?:\w+\s+)?unescaped\b
        |dangerouslysetinnerhtml|\bv-html\b|\binnerhtml\b|\bmark_safe\b|\|\s?safe\b|bypasssecuritytrust\w*
          |\bdocument\.write
        |autoescape['"]?\s*[=:]?\s*(?:false|off)|\btrust\w*\s+(?:the\s+|all\s+|any\s+)?(?:user|client|request
          |browser|external
        |form|query|incoming)(?:'?s?)(?:\s+(?:input|data|values?|parameters?|headers?))?\b(?!\s+(?:boundar|model
          |store))
        |\b(?:raw|unescaped|unsanitized|unsanitised|unvalidated|unfiltered)\s+(?:user\s+)?(?:input|html|data
          |strings?)\b
        |\b(?:untrusted|user)\s+input\s+(?:directly|unchanged|as\s+is|unescaped|straight)"""),
    (LOADING, r"""\bunsafe\s+(?:yaml\s+)?loader\b
        |\b(?:un)?pickl\w*(?P<gap>(?:\s+[^\s.;]+){0,5}?)\s+(?:untrusted|user\w*|upload\w*|request\w*
          |network|client\w*|received
        |remote|external|input\w*|cookies?|internet)\b|\b(?:un)?pickle\.loads?\b|\byaml\.load\b(?!\W+(?:(?:with|and
          |using)\W+)*(?:loader\W+)?
        (?:yaml\.)?c?safeloader)|\bunsafe_load\b|\b(?:full|unsafe)_?loader\b|\bfull_load\b|\bunserialize\b
          |\bobjectinputstream\b
        |\bbinaryformatter\b|\bmarshal\.loads?\b|allow_pickle\s*=\s*true|weights_only\s*=\s*false|trust_remote_code
        |\bdeseriali[sz]\w+\s+(?:untrusted|user|arbitrary)|\bjsonpickle\b|\benabledefaulttyping\b"""),
    (EVAL, r"""\bfunction\s+constructor\b
        |(?<![\w.-])(?<!docker\s)(?<!kubectl\s)(?<!compose\s)(?:eval|exec)\b(?!\s+(?:mode|sets?|loops?
          |datasets?|splits?|scores?|metrics?
        |harness|runs?|form|probes?|format)\b)(?!-)|\bos\.(?:system|popen)\b|\bshell\s*=\s*true|\bnew\s+function\b
          |\b__import__\b
        |\bchild_process\.exec\b|\bbacktick\s+shell|\binvoke-expression\b|\biex\b"""),
    (CRYPTO, rf"""{_either(_WEAK, _GUARDED, ("gap1", "gap2"))}|{_either(_GUESSABLE, _UNGUESSABLE, ("gap3", "gap4"))}
        |\becb\b|\b(?:3des|triple\s?des|rc4|des\s+(?:encryption|cipher))\b|\brevers\w+\s+(?:encrypt\w*|hash\w*)
        |\b(?:static|fixed|constant|zero|same|hard-?coded|predictable)\s+(?:ivs?|salts?|nonces?|seeds?\s+for\s+keys)\b
        |\b(?:own|custom|home-?made|home-?grown)\s+(?:crypto\w*|encryption|cipher|hash\w*\s+for)
        |\b(?:512|1024)[\s-]?bit\s+rsa|\brsa[\s-]?(?:512|1024)\b"""),
    (LICENCE, r"""\b(?:remov|strip|delet|drop|omit|eras|ignor|violat|hid|cut
          |skip)\w*\s+(?:out\s+)?(?:\w+\s+){0,3}?(?:licen[cs]es?|copyrights?|attribution|spdx|gpl)\b
        |\bcopy\s+(?:\w+\s+){0,2}?a?gpl\b|\bwithout\s+(?:its\s+|the\s+|their\s+)?(?:licen[cs]es?|copyright
          |attribution)\b|\b(?:pirat|crack)ed\b
        |\bclaim\s+(?:\w+\s+){0,3}as\s+(?:our|my)\s+own\b|\bchange\s+(?:the\s+)?(?:licen[cs]e|copyright)\b"""),
    (CHECKS, r"""\bmark\w*\s+(?:failing|broken|red|all)\s+tests?\s+(?:as\s+)?(?:skip|xfail)\w*
        |\b(?:disabl|delet|remov|deactivat)\w*\s+(?:(?:the|all|any|failing|broken|flaky|unit|security
          |integration|slow|red|our|these)\s+)*tests?\b
        (?!\s+(?:data|output|code\s+from|doubles?|files?|users?|db|database|dir\w*|prints?|artifacts?|after|from
          |fixtures?|duplic\w+))
        |\b(?:turn|switch|comment)\w*\s+(?:off|out)\s+(?:\w+\s+){0,2}?tests?\b|\bskip\w*\s+(?:(?:the|all|any|failing
          |broken|security|our|red)\s+)+tests?\b
        |--no-verify\b|\bnosec\b|\bnosonar\b|\bnoqa:?\s+S\d|\beslint-disable\b|\bnosemgrep\b
          |\bskip\w*\s+(?:the\s+)?(?:ci|code\s+review|test\s+suite)\b"""),
)  # fmt: skip

DEEDS = tuple((reason, re.compile(pattern, re.VERBOSE | re.IGNORECASE)) for reason, pattern in _DEEDS)
"""Perilous where done: ``verify=False``. What stands in a group ``gap…`` is between its parts."""
