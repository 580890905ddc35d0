"""The API, version 1: snippets over HTTP, for the page, scripts and editors."""
