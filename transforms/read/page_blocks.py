"""What a page's blocks weigh: text, links, and the words of their class names. Measuring only; main_content.py chooses.

The measures are those of the Readability family (Arc90, Mozilla), taken in one pass over a lexbor tree.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

BLOCK_TAGS = "body,p,div,td,section,article,main,pre,blockquote,center,ul,ol,form,header,table"
_SHORTEST_TEXT_CHARS = 25
_PARAGRAPH_CHARS = 80
_MOST_LINKED = 0.4
_WORDS = re.compile(r"[A-Z]?[a-z]+")
_COMMAS = re.compile("[,、，]")
_LONGEST_NAME_CHARS = 400

_UNLIKELY = frozenset(
    [
        "banner",
        "breadcrumb",
        "breadcrumbs",
        "combx",
        "comment",
        "comments",
        "community",
        "disqus",
        "disclaimer",
        "extra",
        "footer",
        "footnote",
        "gdpr",
        "header",
        "legends",
        "menu",
        "modal",
        "nav",
        "navbar",
        "navigation",
        "newsletter",
        "pager",
        "pagination",
        "pagenav",
        "popup",
        "popular",
        "promo",
        "promoted",
        "recirc",
        "recommend",
        "recommended",
        "related",
        "remark",
        "replies",
        "reply",
        "rss",
        "shoutbox",
        "sidebar",
        "skyscraper",
        "sponsor",
        "sponsored",
        "subscribe",
        "supplemental",
        "tags",
        "taboola",
        "toolbar",
        "trending",
        "widget",
        "widgets",
        "cookie",
        "cookies",
        "consent",
        "signup",
        "ad",
        "ads",
        "advert",
        "advertisement",
        "agegate",
        "outbrain",
        "crumbs",
        "masthead",
        "topbar",
        "login",
    ]
)
_MAYBE = frozenset(
    [
        "and",
        "article",
        "body",
        "column",
        "content",
        "main",
        "shadow",
        "post",
        "entry",
        "story",
        "release",
        "text",
        "page",
    ]
)
_POSITIVE = frozenset(
    [
        "article",
        "blog",
        "body",
        "content",
        "entry",
        "hentry",
        "main",
        "page",
        "post",
        "text",
        "story",
        "release",
        "articlebody",
        "prose",
        "newsroom",
    ]
)
_NEGATIVE = frozenset(
    [
        "hidden",
        "banner",
        "combx",
        "comment",
        "com",
        "contact",
        "foot",
        "footer",
        "footnote",
        "gdpr",
        "masthead",
        "media",
        "meta",
        "outbrain",
        "promo",
        "related",
        "scroll",
        "shoutbox",
        "sidebar",
        "skyscraper",
        "sponsor",
        "shopping",
        "tags",
        "tool",
        "widget",
        "byline",
        "author",
        "dateline",
        "writtenby",
        "breadcrumb",
        "breadcrumbs",
        "recommended",
        "newsletter",
        "caption",
    ]
)
_HIDDEN_ROLES = frozenset(
    ["menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search"]
)
_SHARE = frozenset(("share", "sharing", "sharedaddy", "social", "addtoany", "sharethis", "addthis"))


@dataclass(slots=True)
class Names:
    """What a block's class, id, role and style say about it."""

    weight: int
    is_unlikely: bool
    is_hidden: bool
    is_share: bool


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in document order: block k's subtree is k..ends[k] (exclusive)."""

    nodes: list[LexborNode]
    tags: list[str]
    parents: list[int]
    ends: list[int]
    own_text: list[int]
    own_links: list[int]
    values: list[float]
    names: list[Names | None]

    def name(self, k: int) -> Names:
        """Return what the block's attributes say, looked at once."""
        names = self.names[k]
        if names is None:
            names = self.names[k] = _names(self.nodes[k], self.tags[k])
        return names


@dataclass(slots=True)
class Sums:
    """Sums over each block's subtree, counting live blocks only; text and links in characters."""

    text: list[int]
    links: list[int]
    values: list[float]
    paragraphs: list[int]

    def link_density(self, k: int) -> float:
        """Return the share of the block's text that is linked."""
        return min(1.0, self.links[k] / self.text[k]) if self.text[k] else 0.0


def measure_blocks(body: LexborNode, extra_tags: str = "") -> Blocks:
    """Measure every block below `body` (included). Lengths are in characters without outer white space.

    A block's value is 1 + its commas + up to 3 for each hundred characters, if it has 25 characters of its own.
    """
    nodes = [body, *(node for node in body.css(BLOCK_TAGS + extra_tags) if node.mem_id != body.mem_id)]
    index = {node.mem_id: k for k, node in enumerate(nodes)}
    parents = _parents(nodes, index)
    count = len(nodes)
    has_child = bytearray(count)
    for k in range(1, count):
        has_child[parents[k]] = 1
    tags = [node.tag or "" for node in nodes]
    lengths: list[int] = []
    values: list[float] = []
    for k, node in enumerate(nodes):
        shown = node.text(deep=not has_child[k] or tags[k] == "p").strip()
        length = len(shown)
        lengths.append(length)
        long_enough = length >= _SHORTEST_TEXT_CHARS
        values.append(1 + len(_COMMAS.findall(shown)) + min(length // 100, 3) if long_enough else 0)
    ends = [k + 1 for k in range(count)]
    for k in range(count - 1, 0, -1):
        ends[parents[k]] = max(ends[parents[k]], ends[k])
    return Blocks(nodes, tags, parents, ends, lengths, _link_lengths(body, index, count), values, [None] * count)


def sum_up(blocks: Blocks, live: list[bool] | None = None) -> Sums:
    """Return the sums over subtrees, of live blocks where `live` is given."""
    text = [max(own, links) for own, links in zip(blocks.own_text, blocks.own_links, strict=True)]
    links = list(blocks.own_links)
    values = list(blocks.values)
    paragraphs = [
        own - linked if own >= _PARAGRAPH_CHARS and linked < _MOST_LINKED * own else 0
        for own, linked in zip(blocks.own_text, blocks.own_links, strict=True)
    ]
    parents = blocks.parents
    for k in range(len(text) - 1, -1, -1):
        if live is not None and not live[k]:
            text[k] = links[k] = paragraphs[k] = 0
            values[k] = 0
        elif k:
            parent = parents[k]
            text[parent] += text[k]
            links[parent] += links[k]
            values[parent] += values[k]
            paragraphs[parent] += paragraphs[k]
    return Sums(text, links, values, paragraphs)


def _parents(nodes: list[LexborNode], index: dict[int, int]) -> list[int]:
    """Return each block's nearest ancestor that is a block; -1 for the first."""
    known: dict[int, int] = {}
    return [-1, *(_nearest_block(node.parent, index, known) for node in nodes[1:])]


def _nearest_block(node: LexborNode | None, index: dict[int, int], known: dict[int, int]) -> int:
    """Return the block that a node is or stands in; 0 where there is none.

    The way up is remembered in `known` for every node on it, so that deep nests of inline elements cost one climb.
    """
    trail: list[int] = []
    found = 0
    while node is not None:
        mark = node.mem_id
        if mark in index:
            found = index[mark]
            break
        if mark in known:
            found = known[mark]
            break
        trail.append(mark)
        node = node.parent
    known.update(dict.fromkeys(trail, found))
    return found


def _link_lengths(body: LexborNode, index: dict[int, int], count: int) -> list[int]:
    lengths = [0] * count
    known: dict[int, int] = {}
    for link in body.css("a"):
        length = len(link.text().strip())
        # An address to write to or to call stands in contacts, which belong to a release.
        if not length or (link.attributes.get("href") or "").startswith(("mailto:", "tel:")):
            continue
        lengths[_nearest_block(link, index, known)] += length
    return lengths


def _names(node: LexborNode, tag: str) -> Names:
    attributes = node.attributes
    weight = 0
    words: set[str] = set()
    for key in ("class", "id"):
        value = attributes.get(key)
        if not value:
            continue
        found = {word.lower() for word in _WORDS.findall(value[:_LONGEST_NAME_CHARS])}
        words |= found
        weight += 25 * (not found.isdisjoint(_POSITIVE)) - 25 * (not found.isdisjoint(_NEGATIVE))
    role = attributes.get("role") or ""
    style = (attributes.get("style") or "")[:_LONGEST_NAME_CHARS].replace(" ", "").lower()
    is_hidden = (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or role in _HIDDEN_ROLES
    )
    is_unlikely = (
        tag not in {"article", "main", "body"} and not words.isdisjoint(_UNLIKELY) and words.isdisjoint(_MAYBE)
    )
    return Names(weight, is_unlikely, is_hidden, not words.isdisjoint(_SHARE))
