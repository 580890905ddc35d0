"""Which models take pictures: what their server says, else what their names tell."""

import re
from typing import Any

_SEEING = re.compile(
    r"(?<![a-z0-9])("
    r"gpt-4o|chatgpt-4o|gpt-4\.[15]|gpt-4-turbo|gpt-5|"
    r"claude-(?!2|instant)|gemini|gemma-?3n|gemma-?[34](?!-1b|-270m)|llama-?4|grok-4|"
    r"pixtral|mistral-medium-3|mistral-small-3\.[12]|magistral-small-1\.2|"
    r"llava|bakllava|internvl|minicpm-?[vo]|molmo|moondream|smolvlm|idefics|paligemma|glm-4\.[156]v|glm-4v)"
    r"|(?:^|/)(o1(?!-mini|-preview)|o3(?!-mini)|o4-mini)|(?<![a-z])vl(?![a-z])|vision|multimodal|[-.]omni"
)
"""Parts of names, in lower case. Models of which some servers leave out the eyes, as Qwen 3.5, are not among them."""


def tell_by_name(name: str) -> bool:
    """Tell whether a model of that name is known to take pictures."""
    return bool(_SEEING.search(name.lower()))


def read_modalities(architecture: Any) -> bool | None:
    """Tell it from what OpenRouter says of a model; None where that says nothing."""
    inputs = architecture.get("input_modalities") if isinstance(architecture, dict) else None
    return "image" in inputs if isinstance(inputs, list) else None


def read_capabilities(models: Any, name: str) -> bool | None:
    """Tell it from the second list that llama.cpp sends along; None where that does not name the model."""
    for model in models if isinstance(models, list) else ():
        if isinstance(model, dict) and model.get("name") == name and isinstance(model.get("capabilities"), list):
            return "multimodal" in model["capabilities"]
    return None
