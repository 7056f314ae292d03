"""Pages of the invented wire: what a release looks like on a wire's page, on a WordPress site and in its REST answer.

Text becomes HTML here (paragraphs, lists, entities, links), and templates/ puts the site round it. Which release is
shown where, feeds, archives and broken inputs belong in render.py. A page adds no word to the article's own text and
takes none away, so that a reader can be held to the corpus.
"""

import datetime as dt
import html
import json
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True)
class RecentPost:
    """One entry of a page's "Recent Posts": headline, cut opening, relative age (`2 hours ago`)."""

    title: str
    excerpt: str
    age: str


@dataclass(frozen=True)
class Teaser:
    """One entry of the lists round an article: another release of the place, with its address and cut opening."""

    title: str
    url: str
    excerpt: str


@dataclass(frozen=True)
class Release:
    """What a place publishes; `body` has its blocks parted by blank lines, list items start with `• `."""

    title: str
    body: str
    published_at: dt.datetime
    bullets: Sequence[str] = ()
    categories: Sequence[str] = ()
    source_line: str | None = None
    recent_posts: Sequence[RecentPost] = ()
    doc_id: str = "release"


@dataclass(frozen=True)
class Habits:
    """How one place writes HTML: the tags and entities that its editor leaves behind."""

    paragraph: str = "<p>{}</p>"
    heading: str = "<p><strong>{}</strong></p>"
    first_line: str = "<strong>{}</strong>"
    dateline: str = "{}"
    list_tag: str = "<ul>"
    item: str = "<li>{}</li>"
    line_break: str = "<br />\n"
    entities: dict[str, str] = field(default_factory=dict)
    marks_dates: bool = False
    wraps_at: int | None = None


NAMED = {"’": "&rsquo;", "“": "&ldquo;", "”": "&rdquo;", "–": "&ndash;", "—": "&mdash;", "®": "<sup>&reg;</sup>"}
NUMERIC = {"’": "&#8217;", "“": "&#8220;", "”": "&#8221;", "–": "&#8211;", "—": "&#8212;", "™": "<sup>&#8482;</sup>"}
HABITS = {
    "globe": Habits(
        paragraph='<p align="justify">{}</p>',
        heading='<p align="justify"><strong><u>{}</u></strong></p>',
        list_tag='<ul type="disc">',
        item='<li style="margin-bottom:8pt; text-align:justify;">{}</li>',
        line_break="<br>",
        entities=NAMED | {"§": "&sect;"},
    ),
    "pr": Habits(
        heading="<p><b>{}</b></p>",
        first_line="<b>{}</b>",
        dateline='<span class="legendSpanClass">{}</span>',
        list_tag='<ul type="disc">',
        line_break="<br/>",
        entities={"®": "<sup>®</sup>", "™": "<sup>™</sup>"},
        marks_dates=True,
        wraps_at=110,
    ),
    "biz": Habits(
        paragraph="<p>\n{}\n</p>",
        heading="<p>\n<b>{}</b>\n</p>",
        first_line="<b>{}</b>",
        list_tag='<ul class="bwlistdisc">',
        item="<li>\n{}\n</li>",
        line_break="<br />",
        entities={"’": "&#x2019;", '"': "&quot;", "®": "&#174;", "–": "&#8211;"},
        wraps_at=96,
    ),
    "classic": Habits(heading="<h3>{}</h3>", entities=NUMERIC),
    "block": Habits(
        paragraph='<p class="wp-block-paragraph">{}</p>',
        heading='<h3 class="wp-block-heading"><strong>{}</strong></h3>',
        list_tag='<ul class="wp-block-list">',
        line_break="<br>",
        entities={"™": "<sup>™</sup>", "®": "<sup>®</sup>"},
    ),
}

# The WordPress sites, by the theme they use.
SITES = {"classic": "Health Pinboard", "block": "MarketPinboard"}

# What editors turn into links or mark: addresses, tickers, registry ids, and on one wire dates.
EMAIL = r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
ADDRESS = r"(?P<address>(?:https?://|www\.)[\w./-]*[\w/])"
TICKER = r"(?P<ticker>(?:Nasdaq|NASDAQ|NYSE|TSX|AIM|ASX): ?[A-Z]{2,5}\b)"
REGISTRY = r"(?P<registry>\bNCT\d{8}\b)"
MONTHS = "Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec"
DATE = rf"(?P<date>\b(?:{MONTHS})[a-z]{{0,6}}\.? \d{{1,2}}, \d{{4}}\b)"
MARKED = re.compile("|".join([EMAIL, ADDRESS, TICKER, REGISTRY, DATE]))
DATELINE = re.compile(r"^[^\n]{4,110}?(?:\((?:GLOBE NEWSWIRE|BUSINESS WIRE)\) ?--|/(?:PRNewswire[^/]*|CNW[^/]*)/ --?)")
# Editors tie a phase to its number, so that no line ends between them.
TIED = re.compile(r"\b(Phase|Week|Dr\.) (?=[\dIA-Z])")


def plain(text: str, habits: Habits) -> str:
    """Return `text` as HTML without links: escaped, with the place's entities and hard spaces."""
    escaped = html.escape(text, quote=False)
    for character, entity in habits.entities.items():
        escaped = escaped.replace(character, entity)
    return TIED.sub(r"\1&nbsp;", escaped) if habits.entities else escaped


def title_markup(title: str) -> str:
    """Return a headline as WordPress and feeds write it: escaped, every letter beyond ASCII as a number."""
    return html.escape(title, quote=False).encode("ascii", "xmlcharrefreplace").decode("ascii")


def inline(text: str, habits: Habits) -> str:
    """Return one line of text as HTML, with addresses, tickers and registry ids linked."""
    out, end = [], 0
    for match in MARKED.finditer(text):
        out.append(plain(text[end : match.start()], habits))
        out.append(_marked(match, plain(match[0], habits), habits))
        end = match.end()
    out.append(plain(text[end:], habits))
    line = "".join(out)
    if habits.wraps_at:
        return textwrap.fill(line, habits.wraps_at, break_long_words=False, break_on_hyphens=False)
    return line


def _marked(match: re.Match[str], shown: str, habits: Habits) -> str:
    kind, text = match.lastgroup, match[0]
    if kind == "email":
        return f'<a href="mailto:{text}" rel="nofollow">{shown}</a>'
    if kind == "address":
        target = text if text.startswith("http") else f"https://{text}"
        return f'<a href="{target}" rel="nofollow" target="_blank">{shown}</a>'
    if kind == "ticker":
        return f'<a href="https://quotes.example/q?symbol={text.split(":")[1].strip()}">{shown}</a>'
    if kind == "registry":
        return f'<em><a href="https://registry.example/study/{text}">{shown}</a></em>'
    return f'<span class="xn-chron">{shown}</span>' if habits.marks_dates else shown


def is_heading(line: str) -> bool:
    """Tell whether a line of the body stands over what follows: short, no full stop, no address or number to call."""
    return len(line) < 70 and line[-1] not in ".!?;," and not re.search(r"[:@]|SOURCE|\d{3}[- ]\d|^[-–•]", line)


def paragraphs(release: Release, place: str) -> str:
    """Return bullets and body as the HTML that `place` (a key of HABITS) writes."""
    habits = HABITS[place]
    blocks = ["\n".join(f"• {bullet}" for bullet in release.bullets)] if release.bullets else []
    blocks += [block.strip() for block in release.body.split("\n\n") if block.strip()]
    return "\n".join(_block(block, habits) for block in blocks)


def _block(block: str, habits: Habits) -> str:
    lines = block.split("\n")
    if all(line.startswith("• ") for line in lines):
        items = "\n".join(habits.item.format(inline(line[2:], habits)) for line in lines)
        return f"{habits.list_tag}\n{items}\n</ul>"
    if len(lines) == 1 and is_heading(block):
        return habits.heading.format(inline(block, habits))
    shown = [inline(line, habits) for line in lines]
    if len(lines) > 1 and is_heading(lines[0]):
        shown[0] = habits.first_line.format(shown[0])
    dateline = DATELINE.match(block)
    if dateline:
        shown[0] = habits.dateline.format(inline(dateline[0], habits)) + inline(lines[0][dateline.end() :], habits)
    return habits.paragraph.format(habits.line_break.join(shown))


def slug(title: str, words: int = 9) -> str:
    """Return the headline as addresses have it: `acme-doses-first-patient`."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:words])


def excerpt(release: Release, words: int) -> str:
    """Return the opening of bullets and body on one line, at most `words` words, without a mark of the cut."""
    opening = " ".join([*release.bullets, release.body]).replace("• ", "")
    return " ".join(opening.split()[:words])


def linked_data(release: Release, url: str, publisher: str) -> str:
    """Return the page's schema.org record as JSON that is safe inside a script element."""
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": release.title,
        "datePublished": release.published_at.isoformat(),
        "dateModified": release.published_at.isoformat(),
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": publisher},
        "articleBody": excerpt(release, 30) + " ...",
    }
    return json.dumps(record, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["slug"] = slug
    return env


ENVIRONMENT = _environment()


def render_template(name: str, **values: Any) -> str:
    """Return a template of templates/ filled in; raises where a value is missing."""
    return ENVIRONMENT.get_template(name).render(**values)


def render_wire_page(
    release: Release, *, style: str, url: str, related: Sequence[Teaser] = (), charset: str = "utf-8"
) -> str:
    """Return the release as a wire's page shows it.

    Args:
        release: What is shown.
        style: globe, pr or biz: the manner of three known wires.
        url: The page's own address.
        related: Other releases, for the lists round the article.
        charset: What the page's head declares; the caller encodes.
    """
    return render_template(
        f"wire_{style}.html",
        release=release,
        url=url,
        related=related,
        charset=charset,
        content=paragraphs(release, style),
        description=excerpt(release, 28) + "...",
        linked_data=linked_data(release, url, "Wire News Room"),
    )


def render_wordpress_page(
    release: Release,
    recent_posts: Sequence[RecentPost],
    *,
    url: str,
    theme: str = "classic",
    related: Sequence[Teaser] = (),
) -> str:
    """Return the release as a syndicating WordPress site shows it.

    Args:
        release: What is shown, with its `Categories:` line and `| Source:` line.
        recent_posts: The "Recent Posts" block below the article, with relative ages; none where empty.
        url: The page's own address.
        theme: classic (themes of old, a sidebar) or block (the block editor's markup).
        related: Other releases, for the sidebar.
    """
    return render_template(
        f"wordpress_{theme}.html",
        release=release,
        recent_posts=recent_posts,
        url=url,
        related=related,
        site=SITES[theme],
        content=paragraphs(release, theme),
        description=excerpt(release, 28) + "…",
        linked_data=linked_data(release, url, SITES[theme]),
    )
