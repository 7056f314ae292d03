"""A parsed piece of HTML to plain text: blocks parted by blank lines, list items with a bullet, one space for any.

How a tree becomes text belongs here; which part of a page is the release does not (page.py).
"""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.read.items import UnreadableError

# Marks put into the tree where a break is due. decode() has removed these characters from the source, so that white
# space of the source (all of it one space) and ours stay apart.
_PARAGRAPH = "\x01"
_LINE = "\x02"
_ITEM = "\x03"
_CELL = "\x04"
_MARK_CHARS = "\x01\x02\x03\x04\x05\x06\x07\x08"
_MARKS = re.compile(f"[{_MARK_CHARS}]")
_BLOCKS = (
    "p,div,section,article,main,header,footer,aside,nav,ul,ol,dl,table,blockquote,pre,center,figure,figcaption,form,"
    "fieldset,address,details,summary,h1,h2,h3,h4,h5,h6,hr"
)
_UNREAD = [
    "script", "style", "noscript", "template", "iframe", "svg", "button", "select", "textarea", "input", "dialog",
    "object", "embed", "video", "audio", "canvas", "math",
]  # fmt: skip
_SPACES = re.compile(r"[^\S\x01-\x04]+")
_BREAKS = re.compile(r"[ \x01-\x04]*[\x01-\x04][ \x01-\x04]*")
_DEEPEST = 5_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# Void elements, and those that the next of their kind closes.
_SELF_CLOSED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "param",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dd",
        "dt",
        "option",
    ]
)
_TAG_LIKE = re.compile(r"[<&]")


def parse_html(markup: str) -> LexborHTMLParser:
    """Return the tree of a page or of a piece of one; text that could be taken for our marks is blanked.

    Raises:
        UnreadableError: the elements nest deeper than any page does; the parser's time grows with depth squared.
    """
    if markup.count("<") > _DEEPEST and (depth := _depth(markup)) > _DEEPEST:
        raise UnreadableError("unknown_shape", f"its elements nest {depth} deep")
    if any(mark in markup for mark in _MARK_CHARS):
        markup = _MARKS.sub(" ", markup)
    return LexborHTMLParser(markup, scripting=True)


def _depth(markup: str) -> int:
    """Return how deep elements nest if each that must be closed stays open until it is."""
    deepest = depth = 0
    for match in _TAG.finditer(markup):
        if match[2].lower() in _SELF_CLOSED:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def text_of_html(markup: str) -> str:
    """Return the text of a piece of HTML, such as a feed's description; plain text comes back with spaces folded."""
    if not _TAG_LIKE.search(markup):
        return render_source(markup)
    body = parse_html(markup).body
    return "" if body is None else render(body)


def render_source(text: str) -> str:
    """Return plain text with its own lines kept, white space folded within them and blank lines folded to one."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return join_lines(lines)


def join_lines(lines: Iterable[str]) -> str:
    """Join lines, with no blank line at either end and never two in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


def render(node: LexborNode) -> str:
    """Return the text of a node. The tree is changed: unread elements go, marks come in."""
    node.strip_tags([",".join(_UNREAD)])
    _keep_preformatted_lines(node)
    for block in node.css(_BLOCKS):
        mark = _LINE if _is_inner_list(block) else _PARAGRAPH
        block.insert_before(mark)
        block.insert_after(mark)
    for line in node.css("br,tr,dt,dd"):
        line.insert_before(_LINE)
    for item in node.css("li"):
        item.insert_before(_ITEM)
        item.insert_after(_LINE)
    for cell in node.css("td,th"):
        cell.insert_before(_CELL)
    return _unmark(node.text())


def _is_inner_list(block: LexborNode) -> bool:
    """Tell whether a block is a list in an item of a list: it goes on in the next line."""
    parent = block.parent
    return block.tag in {"ul", "ol"} and parent is not None and parent.tag == "li"


def _keep_preformatted_lines(node: LexborNode) -> None:
    """Make the line breaks of preformatted text ours, so that they are not folded."""
    inner_pres: set[int] = set()
    texts: list[LexborNode] = []
    for pre in node.css("pre"):
        if pre.mem_id in inner_pres:
            continue
        for inner in pre.traverse(include_text=True):
            if inner.tag == "pre":
                inner_pres.add(inner.mem_id)
            elif inner.is_text_node and "\n" in (inner.text_content or ""):
                texts.append(inner)
    for inner in texts:
        lines = (inner.text_content or "").split("\n")
        inner.replace_with(_LINE.join(line if line.strip() else _PARAGRAPH for line in lines))


def _unmark(marked: str) -> str:
    """Fold white space, then turn each run of marks into the strongest break it holds."""
    folded = _BREAKS.sub(_break, _SPACES.sub(" ", marked))
    return join_lines(line.strip(" \t") for line in folded.strip(" \n\t").split("\n"))


def _break(match: re.Match[str]) -> str:
    run = match[0]
    bullet = "• " if run.rstrip(f" {_PARAGRAPH}{_LINE}").endswith(_ITEM) else ""
    if _PARAGRAPH in run:
        # A paragraph inside an item does not part the item from its neighbours, nor from its own bullet.
        return f"\n{bullet}" if bullet and _is_between_items(run) else f"\n\n{bullet}"
    if _ITEM in run or _LINE in run:
        # Two line breaks in a row are how many pages write a new paragraph.
        return f"\n\n{bullet}" if run.count(_LINE) > 1 and not bullet else f"\n{bullet}"
    return "\t" if "\x04" in run else " "


def _is_between_items(run: str) -> bool:
    """Tell whether the run goes from the end of one item (a line mark) to the start of the next (an item mark)."""
    last_line = run.rfind(_LINE)
    first_item = run.find(_ITEM)
    return 0 <= last_line < first_item and _PARAGRAPH not in run[last_line:first_item]
