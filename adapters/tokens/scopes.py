"""What a token of the API may allow."""

READ, WRITE = "snippets:read", "snippets:write"
SCOPES = (READ, WRITE)
