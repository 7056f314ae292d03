"""Sites and mailboxes that close a release: most are called as its issuer is.

What belongs here: what they are called, and which words of a headline are called so. Whose news it is, is `issuer`.
"""

import re
from collections.abc import Iterator

from transforms.facts.organisation_forms import without_form
from transforms.facts.organisations import cleaned
from transforms.reference import keys

# `www.hollin-care.org`, `news@hollin.com`. Other endings are more often those of files; `.example` is invented.
_DOMAIN = re.compile(
    r"(?:@|//|www\.|\s|^)(?:www\.)?(?P<label>[a-zA-Z0-9-]{4,40})\."
    r"(?:com|org|net|io|ai|co|health|edu|us|ca|uk|eu|de|example)\b"
)
_LAST_LINES = 1500  # code points
_PLATFORMS = frozenset(keys("platforms"))
_OWNED = re.compile(r"[’']s?$")
_SITE_WORDS = 5
_NO_LETTER = re.compile(r"[\W_]+")
_LETTERS = 5  # that a name and a site have in common


def find_sites(text: str) -> frozenset[str]:
    """Return what the sites and mailboxes of the last lines are called, in small letters; not those many link to."""
    return frozenset(_folded(m["label"]) for m in _DOMAIN.finditer(text[-_LAST_LINES:])) - _PLATFORMS


def names_on_sites(title: str, sites: frozenset[str]) -> Iterator[str]:
    """Yield the words of a headline that a site is called by."""
    words = [_OWNED.sub("", word.strip(' ,:;.!?®™*“”"')) for word in title.split()]
    folded = [_folded(word) for word in words]
    for start in range(len(words)):
        run = ""
        for end in range(start, min(start + _SITE_WORDS, len(words))):
            run += folded[end]
            if run in sites:
                yield from _whole(" ".join(words[start : end + 1]))


def _whole(name: str) -> list[str]:
    """Return a name alone, or nothing where it is but a part of one, or never an issuer's."""
    return [each for each in cleaned([name]) if each == name]


def has_site(name: str, sites: frozenset[str]) -> bool:
    """Tell whether a site is called as a name is, or as what either of them begins with."""
    if not sites:
        return False
    own = _folded(without_form(name).removeprefix("The "))
    return any(
        min(len(own), len(site)) >= _LETTERS and (own.startswith(site) or site.startswith(own)) for site in sites
    )


def _folded(name: str) -> str:
    return _NO_LETTER.sub("", name.lower())
