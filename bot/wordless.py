"""What is asked where somebody pressed or attached something and gave no words of their own."""

HELP = "Help with this."
"""Said for who only mentions the bot below what others said, or only attaches a file."""
EXPLAIN = "Explain this code, step by step, and say what could be better in it:"
"""Said for who wants a message explained, which follows."""


def own_words(question: str) -> str:
    """Return a question without what was said in its person's stead."""
    own = question.strip().removeprefix(EXPLAIN).strip()
    return "" if own == HELP else own
