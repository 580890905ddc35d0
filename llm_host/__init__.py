"""Runs a coding model behind an OpenAI-compatible URL: vLLM on a GPU, llama.cpp on a CPU."""
