"""Reading the issuer of an invented release."""

from transforms.facts.issuer import find_issuer

# A body that is long enough to name its issuer.
FILLER = "Nothing in this sentence tells of a company, and it only makes the body of this text longer. " * 20


def issuer(title, lead, *, has_dateline=True, source_line=None):
    text = f"{title}\n\n{lead}"
    return find_issuer(title, text, len(title) + 2, has_dateline=has_dateline, source_line=source_line)
