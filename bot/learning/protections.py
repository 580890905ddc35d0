"""Protections: things in code that make it less safe where they are left out."""

import re

from bot.learning.perils import ACCESS, CHECKS, CRYPTO, INPUT, SANDBOX, SQL, TLS

_PROTECTIONS = (
    (TLS, r"""\b(?:(?:tls|ssl|https|certificates?|certs?|hostnames?|host\s+keys?|peers?)[\s-]*)+(?:verif\w+|checks?
          |checking|validation|validate|pinning
        |errors?|warnings?|failures?)\b|\b(?:verif\w+|check\w*|validat\w+)\s+(?:(?:of|the|any|server|client|ssl|tls
          |peer|all)\s+)*(?:certificates?|certs?|hostnames?|host\s+keys?|ssl|tls)\b
        |\b(?:https|tls|ssl)\b|\bencrypt(?:ion|ing)?\b(?!.*\btwice\b)"""),
    (SQL, r"""\bparamet\w+\s+(?:quer\w+|sql|statements?)|\bprepared\s+statements?|\b(?:sql|bind|bound
          |query)\s+param\w+"""),
    (ACCESS, r"""\bauthenticat\w+|\bauthori[sz]\w+|\bauth\b|\b(?:log-?\s?in|permissions?|role|access|ownership
          |signature|webhook|jwt|token|session|password)\s+
        (?:checks?|checking|control|verification|validation|requirements?|signatures?|expir\w+)|\b(?:verif\w+
          |check\w*|validat\w+)\s+(?:(?:the|any|a|of|user|their|webhook|jwt|auth)\s+)*
        (?:permissions?|signatures?|jwts?|tokens?|passwords?|roles?|ownership|sessions?)\b|\bcsrf\b|\bcors\b
          |\brate[\s-]?limit\w*|\b(?:mfa|2fa|two-factor\s?\w*)\b
        |\bpasswords?\s+(?:needed|required|protection)"""),
    (SANDBOX, r"""\bselinux|\bapparmor|\bsandbox\w*|\bseccomp|\bfirewalls?\b|\b(?:csp
          |content[\s-]security[\s-]policy)\b|\bsecurity\s+(?:headers?|contexts?)\b"""),
    (INPUT, r"""\b(?:input|user|request|form|parameter|schema|path|server-side)s?\s+(?:input\s+)?(?:validation
          |sanit\w+|checks?|escaping)|\b(?:validat\w+|sanit\w+|escap\w+|check\w*|filter\w*)\s+
        (?:(?:the|any|all|your|user|client|request|html|external|incoming|uploaded|untrusted|form)\s+)*(?:inputs?
          |requests?|forms?|html|output|user\s?data|uploads?|file\s+names?|params?|parameters)\b
        |\b(?:html|output|sql|shell)\s+escap\w+|\bsaniti[sz]\w+|\b(?:validation|validating|escaping
          |auto-?\s?escap\w*|bounds?\s+checks?)\s*(?:$|[.!,])"""),
    (CRYPTO, r"""\b(?:hash\w*|encrypt\w*|salt\w*)\s+(?:(?:the|any|all|user|stored)\s+)*(?:passwords?|secrets?
          |credentials?)|\bpasswords?\s+(?:hash\w*|salt\w*|encryption)|\bsalt(?:s|ing)?\b"""),
    (CHECKS, r"""\b(?:security|vulnerabilit\w+|secrets?|dependency|static)\s+(?:checks?|scan\w*|warnings?|linters?
          |linting|tests?|reviews?|rules?|audits?|alerts?|findings?|issues?|analysis|fix\w*|updates?|patch\w*)
        |\bvulnerabilit(?:y|ies)\b|\bsecurity\s*(?:$|[.,!]|\b(?:unless|in|for|at)\b)|\b(?:bandit|semgrep|snyk
          |dependabot|codeql|trivy|gitleaks|sonar\w*|pip-audit|npm\s+audit)\b"""),
)  # fmt: skip

PROTECTIONS = tuple((reason, re.compile(pattern, re.VERBOSE | re.IGNORECASE)) for reason, pattern in _PROTECTIONS)
