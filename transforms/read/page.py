"""HTML pages to a release and the posts that the page lists, or to the reason why it is no release.

This module leads through the steps; each step has a module of its own (page_metadata, recent_posts, main_content,
page_lines, html_text).
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.read.html_text import parse_html, render
from transforms.read.items import Capture, Item, Refused, Release
from transforms.read.main_content import drop_chrome, find_main_content
from transforms.read.page_lines import clean_lines
from transforms.read.page_metadata import PageMetadata, find_source, read_metadata
from transforms.read.recent_posts import MOST_POSTS, take_recent_posts
from transforms.read.text import refuse_rest
from transforms.read.urls import web_url

# Never part of a release's text. aside and nav hold menus and sidebars; header may hold the headline, and stays.
_UNREAD = (
    "script,style,noscript,template,iframe,svg,button,select,textarea,input,dialog,object,embed,video,audio,canvas,"
    "nav,footer,aside"
)
# Where publishers and wires say that the body is; the first that holds enough text is taken.
_BODIES = (
    ".main-body-container[itemprop=articleBody]",
    "section.release-body",
    ".bw-release-story",
    "[itemprop=articleBody]",
    ".wp-block-post-content",
    ".entry-content",
    ".td-post-content",
    ".news-release-body",
    ".press-release-body",
    ".xn-content",
    ".module_body",
    ".wd_body",
)
# A line below the headline that some sites set outside of the body.
_SUBTITLES = (
    "[class*=subhead],[class*=sub-head],[class*=subtitle],[class*=sub-title],.deck,.dek,.standfirst,"
    "[itemprop=alternativeHeadline]"
)
_SUBTITLE_CHARS = (10, 400)
_ENOUGH_CHARS = 500
_DOUBTFUL_CHARS = 250
_SHORT_CHARS = 400
_LEAST_CHARS = 100
_MOST_ARTICLES = 3
# A whole headline that says what the page is. Each alternative is closed, so that a release that merely opens with such
# words ("404 patients enrolled", "Contact lens maker …") is not refused.
_NO_RELEASE_TITLE = re.compile(
    r"(?:.{0,20}\b(?:page|file|article|content)\b.{0,20}\bnot (?:be )?found\W{0,20}|.{0,30}\bcan.?t be found\W{0,20}"
    r"|(?:error )?(?:403|404|410|500|502|503)"
    r"(?:\W{1,4}(?:error|page|not found|forbidden|gone|bad gateway|service).{0,40})?"
    r"|not found\W{0,20}|access denied\W{0,20}|forbidden\W{0,20}|just a moment\W{0,20}|attention required\W.{0,40}"
    r"|are you a (?:robot|human)\W{0,20}|service unavailable\W{0,20}|bad gateway\W{0,20}|internal server error\W{0,20}"
    r"|(?:please )?(?:sign|log) ?in(?: to .{0,60}|\W{0,20})|password reset|(?:privacy|cookie) policy"
    r"|terms of (?:use|service)"
    r"|contact(?: us)?|search results(?: for\b.{0,100})?|(?:rss|news|our) feeds?|.{0,30}\brss feeds?"
    r"|(?:category|tag|archives?|author)\s?:.{0,100}|(?:\S{1,30} ){0,3}archives?)",
    re.IGNORECASE,
)
_NO_RELEASE_CLASSES = frozenset(("error404", "error-404", "archive", "search-results", "login", "page-not-found"))


def read_page(markup: str, capture: Capture) -> list[Item]:
    """Return the release of a page and its posts; a page without one gives a reject, and its posts all the same."""
    tree = parse_html(markup)
    if tree.body is None:
        return [Refused("no_text", "the page has no body", markup)]
    about = read_metadata(tree, capture.location)
    refusal = _refusal(tree, about)
    posts = take_recent_posts(tree, capture.observed_at, about.url or web_url(capture.location))
    others: list[Item] = [*posts, *refuse_rest(posts, MOST_POSTS)]
    if refusal:
        return [Refused("not_a_release", refusal, _opening(tree)), *others]
    source_line = find_source(tree)
    body, is_sure = _body_text(tree, about.title)
    if len(body) < _DOUBTFUL_CHARS:
        # Cleaning may have taken too much: look at the page anew, with nothing but the tags to go by.
        again = _bare_text(parse_html(markup), about.title)
        body, is_sure = (again, False) if len(again) > len(body) else (body, is_sure)
    if len(body) < _LEAST_CHARS:
        return [
            Refused("no_text", f"{len(body)} characters of text are left without menus and lists", _opening(tree)),
            *others,
        ]
    release = Release(
        text=_with_title(about.title, body),
        title=about.title,
        url=about.url,
        published=about.published,
        categories=about.categories,
        source_line=source_line,
        is_excerpt=not is_sure or len(body) < _SHORT_CHARS or _is_cut(markup),
    )
    return [release, *others]


def _refusal(tree: LexborHTMLParser, about: PageMetadata) -> str | None:
    """Return why the page is plainly a login, an error or a listing; null where it may be a release."""
    title = about.title or ""
    if _NO_RELEASE_TITLE.fullmatch(title.strip()):
        return f"its headline is {title[:100]!r}"
    body = tree.body
    names = (body.attributes.get("class") or "") if body is not None else ""
    marks = _NO_RELEASE_CLASSES.intersection(names[:2_000].lower().split())
    if marks and about.og_type != "article":
        return f"its body is marked as {min(marks)}"
    headed = [node for node in tree.css("article") if node.css_first("h2 a,h3 a")]
    if len(headed) >= _MOST_ARTICLES and about.og_type != "article" and body is not None:
        lengths = [len(" ".join(node.text().split())) for node in headed]
        paragraphs = sum(len(" ".join(node.text().split())) for node in body.css("p"))
        if max(lengths) < _ENOUGH_CHARS and sum(lengths) > paragraphs / 2:
            return f"it lists {len(headed)} articles"
    return None


def _body_text(tree: LexborHTMLParser, title: str | None) -> tuple[str, bool]:
    """Return the text below the headline, and whether the reader is sure of it."""
    body = tree.body
    if body is None:
        return "", False
    body.strip_tags([_UNREAD])
    subtitle = _subtitle(body)
    stated = _stated_body(body)
    if stated is not None:
        drop_chrome(stated)
        text, is_sure = render(stated), True
    else:
        content = find_main_content(body)
        text = "\n\n".join(part for node in content.nodes if (part := render(node)))
        is_sure = content.chars >= _DOUBTFUL_CHARS
    text = clean_lines(text, title)
    if subtitle and subtitle != title and subtitle not in text:
        text = f"{subtitle}\n\n{text}"
    return text, is_sure


def _subtitle(body: LexborNode) -> str | None:
    """Return the line that is marked as the subtitle of the page's h1, by standing with it in one small element."""
    for node in body.css(_SUBTITLES)[:_MOST_ARTICLES]:
        text = " ".join(node.text().split())
        above = node.parent
        for _ in range(_MOST_ARTICLES):
            if above is None or above.tag == "body":
                break
            if above.css_first("h1") is not None:
                return text if _SUBTITLE_CHARS[0] <= len(text) <= _SUBTITLE_CHARS[1] else None
            above = above.parent
    return None


def _stated_body(body: LexborNode) -> LexborNode | None:
    """Return the element that the page itself marks as the body of its one article."""
    for selector in _BODIES:
        nodes = body.css(selector)
        if not nodes:
            continue
        lengths = [len(" ".join(node.text().split())) for node in nodes[:_MOST_ARTICLES]]
        longest = max(lengths)
        if longest >= _ENOUGH_CHARS and longest >= 0.6 * sum(lengths):
            return nodes[lengths.index(longest)]
    return None


def _bare_text(tree: LexborHTMLParser, title: str | None) -> str:
    body = tree.body
    if body is None:
        return ""
    body.strip_tags([f"{_UNREAD},header,form"])
    lines = render(body).split("\n")
    prose = [line for line in lines if len(line) >= _LEAST_CHARS // 2 or line.endswith((".", "!", "?"))]
    return clean_lines("\n\n".join(prose), title)


def _with_title(title: str | None, body: str) -> str:
    return f"{title}\n\n{body}" if title else body


def _is_cut(markup: str) -> bool:
    """Tell whether the page ends before its end: it opens an html or body element and closes neither."""
    tail = markup[-2_000:].lower()
    return "</html" not in tail and "</body" not in tail and "<body" in markup[:50_000].lower()


def _opening(tree: LexborHTMLParser) -> str:
    body = tree.body
    return " ".join(body.text().split())[:400] if body is not None else ""
