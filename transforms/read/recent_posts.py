"""The blocks of a page that list other releases: "Recent Posts", "Related news", "Latest news".

Their entries are posts; the block is taken out of the tree, so that no foreign headline gets into the text.
"""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.read.ages import instant_of_age
from transforms.read.dates import parse_instant
from transforms.read.html_text import join_lines
from transforms.read.items import Post
from transforms.read.text import is_cut_short
from transforms.read.urls import web_url

_HEADINGS = "h1,h2,h3,h4,h5,h6,[class*=title],[class*=heading],strong,b,legend"
_HEAD = re.compile(
    r"(?:recent|latest|related|more|other|similar|recommended|further)\W{0,3}"
    r"(?:(?:press|industry|company|health)\W)?(?:posts?|news|articles?|stories|releases?|reading|headlines)"
    r"|(?:you (?:may|might) also (?:like|enjoy)|also from this source|read next|recommended for you|more from\b.{0,40}"
    r"|more news from\b.{0,40}|more releases from this source)",
    re.IGNORECASE,
)
_LONGEST_HEAD_CHARS = 60
# Releases have a "Recent News" of their own, in sentences with a link or two; none has "Recent Posts".
_CERTAIN = re.compile(r"posts?|related|recommended|you (?:may|might)|also from|read next", re.IGNORECASE)
# Without word ends: the text of a list has no space between an age and the next headline.
_AGO = re.compile(r"(?:minute|min|hour|hr|day|week|month|year)s? ago|yesterday|just now", re.IGNORECASE)
_LEAST_LINKED = 0.15
_LEAST_LINKED_WITHOUT_AGES = 0.5
_MOST_LEVELS = 3
_MOST_BLOCKS = 12
MOST_POSTS = 100
_SHORTEST_TITLE_CHARS = 15
_SHORTEST_EXCERPT_CHARS = 20
_LONGEST_ENTRY_CHARS = 2_000
_NOT_A_TITLE = re.compile(
    r"(?:read (?:more|full|the)\b|continue reading|view (?:all|more)|see (?:all|more)|learn more|back to\b|show more"
    r"|load more"
    r"|(?:more|all|older|newer|previous|next) (?:news|releases|posts|articles|stories|press releases)).{0,60}",
    re.IGNORECASE,
)
_NOT_A_POST = re.compile(r"/(?:category|categories|author|tag|tags|topics?)/", re.IGNORECASE)
_TITLE_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_ENDS_BLOCK = frozenset(("form", "footer", "nav", "article", "main"))
_COMMENTS = re.compile(r"comment|respond|footer|pagination|post-navigation", re.IGNORECASE)
_LINK_START = "\x05"
_LINK_END = "\x06"
_MARKED = re.compile("\x05([0-9]{1,6})\x07([^\x06]{0,2000})\x06")
_BREAK = "\x02"
_LINE_ELEMENTS = "p,div,li,h1,h2,h3,h4,h5,h6,time,span,br,section,article,tr,dd,dt"


def take_recent_posts(tree: LexborHTMLParser, observed_at: datetime, base: str | None) -> list[Post]:
    """Return the entries of the page's lists of other releases, once each, and remove these lists from the tree."""
    posts: dict[str, Post] = {}
    taken: dict[int, LexborNode] = {}
    for heading in _list_headings(tree)[:_MOST_BLOCKS]:
        if _is_within(heading, taken):
            continue
        block = _block_below(heading)
        for post in _posts(block, observed_at, base):
            posts.setdefault(post.title, post)
        if block:
            taken.update({node.mem_id: node for node in (heading, *block)})
    # Removed only now: a removed node must not be touched again, and a heading may stand in an earlier block.
    for node in taken.values():
        node.decompose()
    return list(posts.values())[:MOST_POSTS]


def _is_within(node: LexborNode, taken: dict[int, LexborNode]) -> bool:
    above: LexborNode | None = node
    while taken and above is not None:
        if above.mem_id in taken:
            return True
        above = above.parent
    return False


def _list_headings(tree: LexborHTMLParser) -> list[LexborNode]:
    found = []
    for node in tree.css(_HEADINGS):
        text = node.text(deep=True)
        if len(text) > 4 * _LONGEST_HEAD_CHARS:
            continue
        folded = " ".join(text.split()).strip(":. ")
        if len(folded) <= _LONGEST_HEAD_CHARS and _HEAD.fullmatch(folded):
            found.append(node)
    # An inner heading goes with its outer one.
    marks = {node.mem_id for node in found}
    return [node for node in found if node.parent is None or node.parent.mem_id not in marks]


def _block_below(heading: LexborNode) -> list[LexborNode]:
    """Return the nodes that hold the list of a heading: what follows it, or follows what wraps it."""
    above: LexborNode | None = heading
    for _ in range(_MOST_LEVELS):
        if above is None or above.tag in {"body", "main", "article", "html"}:
            return []
        block = _following(above, heading.tag or "")
        if any(node.tag == "a" or node.css_first("a") is not None for node in block):
            return block if _title_links(block) and _is_list(heading, block) else []
        above = above.parent
    return []


def _following(node: LexborNode, heading_tag: str) -> list[LexborNode]:
    block: list[LexborNode] = []
    after = node.next
    while after is not None and len(block) < 10 * MOST_POSTS:
        if after.is_element_node:
            if after.tag in _ENDS_BLOCK and after.tag != "article":
                break
            names = f"{after.attributes.get('class') or ''} {after.attributes.get('id') or ''}"
            if after.tag == heading_tag or _COMMENTS.search(names[:400]):
                break
            block.append(after)
        after = after.next
    return block


def _title_links(block: list[LexborNode]) -> list[LexborNode]:
    """Return the links that are headlines: those in headings where there are any, else all that look like one."""
    links = [link for node in block for link in ([node] if node.tag == "a" else node.css("a")) if _is_title(link)]
    headed = [link for link in links if _is_headed(link)]
    return headed or links


def _is_title(link: LexborNode) -> bool:
    text = " ".join(link.text().split())
    if len(text) < _SHORTEST_TITLE_CHARS or (text.count(" ") < 2 and len(text) < 2 * _SHORTEST_TITLE_CHARS):
        return False
    attributes = link.attributes
    relation = attributes.get("rel") or ""
    if "author" in relation or "tag" in relation or _NOT_A_POST.search(attributes.get("href") or ""):
        return False
    return _NOT_A_TITLE.fullmatch(text) is None


def _is_headed(link: LexborNode) -> bool:
    """Tell whether a link stands in a heading, or holds one."""
    above = link.parent
    for _ in range(_MOST_LEVELS):
        if above is None:
            break
        if above.tag in _TITLE_TAGS:
            return True
        above = above.parent
    return link.css_first("h2,h3,h4,h5,h6") is not None


def _is_list(heading: LexborNode, block: list[LexborNode]) -> bool:
    """Tell a list of teasers from a part of a release under such a heading: it is short entries, and much is linked."""
    links = _title_links(block)
    linked = sum(len(link.text().strip()) for link in links)
    texts = [" ".join(node.text().split()) for node in block]
    whole = sum(map(len, texts))
    least = _LEAST_LINKED if any(_AGO.search(text) for text in texts) else _LEAST_LINKED_WITHOUT_AGES
    if _CERTAIN.search(heading.text()[: 4 * _LONGEST_HEAD_CHARS]):
        least = _LEAST_LINKED
    return whole < (len(links) + 1) * _LONGEST_ENTRY_CHARS and linked >= least * whole


def _posts(block: list[LexborNode], observed_at: datetime, base: str | None) -> list[Post]:
    links = _title_links(block)[: 2 * MOST_POSTS]
    urls = [web_url(link.attributes.get("href"), base) for link in links]
    lines = _lines(block, links)
    posts: list[Post] = []
    # Some lists show the age above the headline: then each age belongs to the headline below it.
    ages_lead = bool(lines) and _is_when(lines[0], observed_at)
    waiting: list[str] = []
    for line in lines:
        match = _MARKED.search(line)
        if match is not None:
            title, url = " ".join(match[2].split()), urls[int(match[1])]
            if posts and (posts[-1].title == title or (url and posts[-1].url == url)):
                continue
            posts.append(Post(kind="recent_post", title=title, url=url))
            for early in waiting:
                _add_line(posts[-1], early, observed_at)
            waiting = []
        elif ages_lead and _is_when(line, observed_at):
            waiting.append(line)
        elif posts:
            _add_line(posts[-1], line, observed_at)
    return posts


def _is_when(line: str, observed_at: datetime) -> bool:
    """Tell whether a line is an age or a date and no more."""
    return instant_of_age(line, observed_at) is not None or (len(line) <= 40 and parse_instant(line) is not None)


def _add_line(post: Post, line: str, observed_at: datetime) -> None:
    """Give a line of an entry its part: its age, its date, or its excerpt."""
    if _NOT_A_TITLE.fullmatch(line):
        return
    aged = instant_of_age(line, observed_at)
    if aged is not None:
        if post.age_text is None:
            post.age_text, post.published = line, aged
    elif len(line) <= 40 and (dated := parse_instant(line)):
        post.published = post.published or dated
    elif len(line) >= _SHORTEST_EXCERPT_CHARS and post.excerpt is None and line != post.title:
        post.excerpt, post.is_truncated = line, is_cut_short(line)


def _lines(block: list[LexborNode], links: list[LexborNode]) -> list[str]:
    """Return the text of a block by lines; each title link is a line of its own, marked with its number."""
    for number, link in enumerate(links):
        link.insert_before(f"{_BREAK}{_LINK_START}{number}\x07")
        link.insert_after(f"{_LINK_END}{_BREAK}")
    for node in block:
        for inner in node.css(_LINE_ELEMENTS):
            if not _is_inside_link(inner):
                inner.insert_before(_BREAK)
                inner.insert_after(_BREAK)
    # A link that is itself a node of the block has its marks beside it, outside of the node's own text.
    parts = [f"{_BREAK}{_marked(node, links) if node.tag == 'a' else node.text()}{_BREAK}" for node in block]
    folded = " ".join("".join(parts).split())
    return [line for line in join_lines(part.strip() for part in folded.split(_BREAK)).split("\n") if line]


def _marked(node: LexborNode, links: list[LexborNode]) -> str:
    number = next((k for k, link in enumerate(links) if link.mem_id == node.mem_id), None)
    return node.text() if number is None else f"{_LINK_START}{number}\x07{node.text()}{_LINK_END}"


def _is_inside_link(node: LexborNode) -> bool:
    """Tell whether a link is at most three levels above: a line break there would cut the title in two."""
    above = node.parent
    for _ in range(3):
        if above is None:
            return False
        if above.tag == "a":
            return True
        above = above.parent
    return False
