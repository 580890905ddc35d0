"""What a token of the API may allow."""

READ, WRITE, ASK = "snippets:read", "snippets:write", "ask"
SCOPES = (READ, WRITE, ASK)
