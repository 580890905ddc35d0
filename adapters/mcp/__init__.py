"""MCP: what the team has kept, for the agent of an editor."""
