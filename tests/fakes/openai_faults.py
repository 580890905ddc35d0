"""How OpenAI-compatible servers fail: the refusals and last words of llama.cpp, vLLM, OpenAI and proxies."""

from tests.fakes.openai_wire import event, respond

SOON = "retry-after-ms: 1\r\n"
"""The openai client waits for half a second and more before it tries again, unless it is told how long."""
PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def refuse(status: int, message: str, **fields: object) -> bytes:
    """Return an error response in the form that most servers share."""
    return respond(status, {"error": {"message": message, **fields}}, headers=SOON)


def refuse_model(name: str) -> bytes:
    """Return vLLM's refusal of a model that it does not serve."""
    return refuse(404, f"The model `{name}` does not exist.", type="NotFoundError", param="model", code=404)


def refuse_length(dialect: str, prompt: int, context: int) -> bytes:
    """Return the refusal of a prompt that is too long, in the form of "llama.cpp", "vllm" or "openai"."""
    if dialect == "llama.cpp":
        message = f"request ({prompt} tokens) exceeds the available context size ({context} tokens)"
        kind = "exceed_context_size_error"
        return refuse(400, message, code=400, type=kind, n_prompt_tokens=prompt, n_ctx=context)
    if dialect == "vllm":
        message = f"This model's maximum context length is {context} tokens. However, your prompt contains {prompt}."
        return refuse(400, message, code=400, type="BadRequestError", param="input_tokens")
    message = f"Your input of {prompt} tokens exceeds the limit of this model."
    return refuse(400, message, code="context_length_exceeded", type="invalid_request_error", param="messages")


REFUSALS = {
    "400": refuse(400, "temperature must be at most 2", type="invalid_request_error", code=None),
    "400-temperature": refuse(400, "Unsupported value: 'temperature'", param="temperature", code="unsupported_value"),
    "401": refuse(401, "Invalid API Key", type="authentication_error", code=401),
    "401-text": respond(401, {"error": "Unauthorized"}),
    "403": refuse(403, "no access to this model", type="permission_error", code=None),
    "404": refuse_model("scripted"),
    "policy": refuse(400, "Your request was rejected by our safety system", code="content_policy_violation"),
    "flagged": refuse(403, "openai/gpt-4o requires moderation. Your input was flagged", code=403),
    "422": refuse(422, "messages: too short", type="invalid_request_error", code=None),
    "429": refuse(429, "Rate limit reached for requests", type="requests", code="rate_limit_exceeded"),
    "429-wait": respond(429, {"error": {"message": "Slow down"}}, headers=f"retry-after: 7\r\n{SOON}"),
    "429-ten": respond(429, {"error": {"message": "Slow down"}}, headers="retry-after: 10\r\n"),
    "429-long": respond(429, {"error": {"message": "Slow down"}}, headers="retry-after: 90\r\n"),
    "quota": refuse(429, "You exceeded your current quota", type="insufficient_quota", code="insufficient_quota"),
    "500": refuse(500, "Internal server error", type="server_error", code=None),
    "302": respond(302, b"", headers="location: http://127.0.0.1:9/\r\n"),
    "502-page": respond(502, PAGE, kind="text/html", headers=SOON),
    "503": refuse(503, "Loading model", type="unavailable_error", code=503),
    "400-huge": refuse(400, "x" * 10_000_000),
    "200-page": respond(200, PAGE, kind="text/html"),
    "200-json": respond(200, {"choices": [{"message": {"content": "not a stream"}}]}),
}
"""What may come in place of a stream. The numbers are HTTP statuses."""

LAST_WORDS = {
    "end": b": the end\n\n",
    "cut": b'data: {"choices": [{"del',
    "malformed": b'data: {"choices": [{"delta": {"content": }]}\n\n',
    "error": event({"error": {"message": "the engine died", "type": "server_error", "code": 500}}),
    "error-text": event({"error": "the engine died"}),
    "oversize": b"data: " + b"x" * 2_000_000 + b"\n\n",
}
"""What may be the last of a stream, which then ends without finish_reason and [DONE]; all but "cut" in good order."""

FAULTS = {
    "undone": "the whole answer with its finish_reason, but no usage and no [DONE]",
    "open": "the whole answer with its [DONE], and the response does not end",
    "mute": "the question is taken, and nothing is sent, not even headers",
    "silence": "nothing more is sent, and the connection stays open",
    "empty": "deltas that hold nothing are sent, and nothing else, for ever",
    "thinks": "what the model thinks is sent for three tenths of a second, in place of words, and then the answer",
    "pings": "comments are sent for three tenths of a second, as while an answer waits at the server, and then it",
    "dribble": "a refusal that comes byte by byte, and never ends",
    **dict.fromkeys(LAST_WORDS, "these last words, and the end: see LAST_WORDS"),
    **dict.fromkeys(REFUSALS, "this response in place of a stream: see REFUSALS"),
}
"""Names of all ways to fail, with what happens."""
