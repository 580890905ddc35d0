"""What can go wrong, as one tree.

HostError           one sentence that ends the command and says what would be right
└── SourceError     one source of a model gave nothing; the next one is tried
"""


class HostError(Exception):
    """Everything that this package raises on purpose; ``str(error)`` is for the person."""


class SourceError(HostError): ...
