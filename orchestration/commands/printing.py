"""Text of others on the terminal. Nothing else belongs here."""


def printable(text: str) -> str:
    """Return `text` with what a terminal would obey, such as escape sequences, written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
