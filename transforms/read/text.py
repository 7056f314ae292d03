"""Plain text: releases saved as text, and the block of "Recent Posts" at the end of such a save.

The text itself is never altered, only cut at its end, so that offsets into it hold in the file too.
"""

import re
from datetime import datetime

from transforms.read.ages import instant_of_age, parse_age
from transforms.read.dates import parse_instant
from transforms.read.items import Item, Post, Refused, Release

_RECENT_HEAD = re.compile(
    r"^[ \t\xa0]*(?:(?:recent|latest|related|more|other|similar|top|trending)[ \xa0]"
    r"(?:posts?|news|articles|stories|releases|press releases)|you may also like|read next)[ \xa0]*:?[ \t\xa0\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CATEGORIES = re.compile(
    r"^[ \t\xa0]*(?:Categories|Category|Filed under)[ \xa0]*:[ \xa0]*(\S[^\n\r]{0,200})", re.MULTILINE
)
_SOURCE_LINE = re.compile(r"^[ \t\xa0]*\|[ \xa0]*Source[ \xa0]*:[ \xa0]*(\S[^\n\r]{0,200})", re.MULTILINE)
_HEADER_CHARS = 3_000
_SHORT_CHARS = 400
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}$")
_TRUNCATED = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(more\))\s*$")
_MOST_POSTS = 200
_LONGEST_DATE_CHARS = 40
_SHORTEST_TITLE_CHARS = 15


def read_text(text: str, observed_at: datetime, url: str | None = None) -> list[Item]:
    """Return the release and the recent posts of a text; one without three words or a sentence gives a reject."""
    if len(text.split(maxsplit=3)) < 3 or not any(map(str.isalpha, text[:_HEADER_CHARS])):
        return [Refused("no_text", "fewer than three words", text)]
    body, posts = split_recent_posts(text, observed_at)
    if not body:
        return [Refused("no_text", "nothing stands before the list of posts", text), *posts]
    if len(body) < _SHORT_CHARS and len(body.strip().splitlines()) == 1 and not _SENTENCE_END.search(body):
        return [Refused("no_text", "one short line and no sentence: a headline or a note", text), *posts]
    release = Release(
        text=body,
        url=url,
        categories=find_categories(body),
        source_line=find_source_line(body),
        is_excerpt=len(body) < _SHORT_CHARS,
    )
    return [release, *posts, *refuse_rest(posts, _MOST_POSTS)]


def refuse_rest(posts: list[Post], most: int) -> list[Refused]:
    """Return a reject that says so where a list of posts was cut at its bound."""
    return (
        [Refused("too_large", f"the list goes on; posts behind number {most} are not read")]
        if len(posts) >= most
        else []
    )


def split_recent_posts(text: str, observed_at: datetime) -> tuple[str, list[Post]]:
    """Cut the text before its last block of recent posts; return what stands before it and the posts.

    A headline such as "Related news" counts only where an age stands among the four lines below it; "Recent Posts"
    always does, if text stands before it.
    """
    for match in _RECENT_HEAD.finditer(text):
        before = text[: match.start()].rstrip()
        lines = [line.strip() for line in text[match.end() :].splitlines() if line.strip()]
        has_age = any(parse_age(line) for line in lines[:4])
        is_recent = match[0].strip(" \t\xa0\r:").lower() in {"recent posts", "recent post"}
        if before and (has_age or is_recent):
            return before, _posts(lines, observed_at)
    return text.rstrip(), []


def _posts(lines: list[str], observed_at: datetime) -> list[Post]:
    """Read title, excerpt, age (or date) again and again.

    Lines behind the last age are a post only where they look cut short.
    """
    posts: list[Post] = []
    group: list[str] = []
    for line in lines[: 8 * _MOST_POSTS]:
        if not _is_when(line):
            group.append(line)
            continue
        if group:
            # The title and its excerpt stand right before the age; what stands above them is a stray caption.
            posts.append(_post(group[-3:], line, observed_at))
        group = []
    if group and not posts:
        posts = _posts_without_ages(group, observed_at)
    elif len(group) >= 2 and is_cut_short(group[1]):
        posts.append(_post(group[:2], None, observed_at))
    return posts[:_MOST_POSTS]


def _posts_without_ages(lines: list[str], observed_at: datetime) -> list[Post]:
    posts: list[Post] = []
    for line in lines:
        if is_cut_short(line) and posts and posts[-1].excerpt is None:
            posts[-1].excerpt, posts[-1].is_truncated = line, True
        elif len(line) >= _SHORTEST_TITLE_CHARS:
            posts.append(_post([line], None, observed_at))
    return posts


def _is_when(line: str) -> bool:
    """Tell whether a line is an age or a date and no more."""
    return parse_age(line) is not None or (len(line) <= _LONGEST_DATE_CHARS and parse_instant(line) is not None)


def _post(lines: list[str], when: str | None, observed_at: datetime) -> Post:
    aged = instant_of_age(when, observed_at) if when else None
    excerpt = " ".join(lines[1:]) or None
    return Post(
        kind="recent_post",
        title=lines[0],
        excerpt=excerpt,
        is_truncated=is_cut_short(excerpt or ""),
        age_text=when if aged else None,
        published=aged or parse_instant(when),
    )


def is_cut_short(text: str) -> bool:
    """Tell whether a teaser ends in an ellipsis."""
    return bool(_TRUNCATED.search(text[-40:]))


def find_categories(text: str) -> list[str]:
    """Return the categories of a `Categories: Health, Biotech` line near the top."""
    match = _CATEGORIES.search(text[:_HEADER_CHARS])
    return [part.strip() for part in re.split(r"[,;|]", match[1]) if part.strip()] if match else []


def find_source_line(text: str) -> str | None:
    """Return what a `| Source: Restem` line near the top names."""
    match = _SOURCE_LINE.search(text[:_HEADER_CHARS])
    return match[1].strip() if match else None
