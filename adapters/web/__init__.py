"""The web adapter: a page in the browser, its websocket, and the addresses that an operator needs."""
