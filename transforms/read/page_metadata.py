"""What a page says about its release outside of the text: headline, address, date, categories, source line.

Read from the head, from JSON-LD and from marked-up elements; the text itself does not belong here.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.read.dates import parse_instant
from transforms.read.items import Instant
from transforms.read.urls import web_url

_LONGEST_JSON_CHARS = 300_000
_MOST_OBJECTS = 500
_MOST_HEADINGS = 12
_ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "blogposting",
    "pressrelease",
    "reportagenewsarticle",
    "analysisnewsarticle",
)
_DATE_METAS = (
    "article:published_time", "datepublished", "og:article:published_time", "article:published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "pubdate", "publishdate",
    "publish_date", "date", "citation_publication_date", "article_date_original",
)  # fmt: skip
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
_SUFFIX = re.compile(r"\s+(?:[|·•»]|[–—-])\s+")
_SOURCE = re.compile(r"^[\s|]*Source\s?:\s*(\S[^\n|]{0,119})", re.IGNORECASE)
_SOURCE_ELEMENTS = "[class*=source],p,time"
_SOURCE_WITHIN = 60
_LONGEST_SOURCE_CHARS = 160
# What filing and office software writes into the title of a document.
_FILE_TITLE = re.compile(
    r"\S{1,60}\.(?:html?|docx?|pdf|txt)|document|untitled.{0,20}|(?:form )?\d{1,2}-[a-z](?:/a)?|ex-?\d{2}.{0,12}"
    r"|exhibit \d.{0,12}",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class PageMetadata:
    """What a page says of itself; `og_type` helps to tell an article from other pages."""

    title: str | None = None
    url: str | None = None
    published: Instant | None = None
    categories: list[str] = field(default_factory=list)
    og_type: str = ""


def read_metadata(tree: LexborHTMLParser, location: str) -> PageMetadata:
    """Return the metadata of a page taken from `location`; call it before anything is removed from the tree."""
    metas = _metas(tree)
    article = _article_object(tree)
    site = metas.get("og:site_name", "")
    return PageMetadata(
        title=_title(tree, metas, article, site),
        url=_url(tree, metas, location),
        published=_published(tree, metas, article),
        categories=_categories(tree, metas, article),
        og_type=metas.get("og:type", "").lower(),
    )


def find_source(tree: LexborHTMLParser) -> str | None:
    """Return what the page's `| Source: Restem` line names, where an element near the top has one."""
    for node in tree.css(_SOURCE_ELEMENTS)[:_SOURCE_WITHIN]:
        text = " ".join(node.text().split())
        if len(text) <= _LONGEST_SOURCE_CHARS and (match := _SOURCE.match(text)):
            return match[1].strip()
    return None


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the page's meta elements by name, property or itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _article_object(tree: LexborHTMLParser) -> dict[str, Any]:
    """Return the JSON-LD object of the article; empty where there is none."""
    for script in tree.css("script[type='application/ld+json']"):
        source = script.text()
        if len(source) > _LONGEST_JSON_CHARS:
            continue
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for found in _objects(value):
            kinds = found.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _ARTICLE_TYPES for name in names):
                return found
    return {}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Give the objects of a JSON-LD value, outer ones first."""
    waiting = [value]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        current = waiting.pop(0)
        seen += 1
        if isinstance(current, dict):
            yield current
            waiting += [inner for inner in current.values() if isinstance(inner, dict | list)]
        elif isinstance(current, list):
            waiting += current[:_MOST_OBJECTS]


def _title(tree: LexborHTMLParser, metas: dict[str, str], article: dict[str, Any], site: str) -> str | None:
    """Return the headline: the h1 that the head confirms, else the head's title without the site's name."""
    stated = [metas[name] for name in _TITLE_METAS if name in metas]
    element = tree.css_first("title")
    if element is not None:
        stated.append(element.text())
    if isinstance(article.get("headline"), str):
        stated.append(article["headline"])
    stated = [folded for text in stated if (folded := " ".join(text.split()))]
    headings = [" ".join(node.text().split()) for node in tree.css("h1")[:_MOST_HEADINGS]]
    for heading in headings:
        if heading and any(_confirms(text, heading) for text in stated):
            return heading
    stated = [text for text in stated if not _FILE_TITLE.fullmatch(text)]
    if stated:
        return _without_site(stated[0], site or _feed_site(tree))
    return next((heading for heading in headings if heading), None)


def _confirms(stated: str, heading: str) -> bool:
    """Tell whether a stated title is the heading, with or without a site's name, or most of its words."""
    stated_words, words = _WORD.findall(stated.lower()), _WORD.findall(heading.lower())
    if len(words) < 3 and words != stated_words:
        return False
    shared = len(set(stated_words) & set(words))
    return shared >= 0.8 * len(set(words)) or (len(stated_words) >= 6 and words[: len(stated_words)] == stated_words)


def _without_site(title: str, site: str) -> str:
    parts = _SUFFIX.split(title)
    if len(parts) == 1:
        return title
    last = parts[-1]
    cut = len(title) - len(last)
    is_site = bool(site) and last.lower() == site.lower()
    if (
        is_site
        or ("|" in title[:cut][-3:] and len(last) <= 40)
        or (len(last.split()) <= 3 and len(title) > 3 * len(last))
    ):
        return re.sub(r"\s+(?:[|·•»]|[–—-])\s+$", "", title[:cut])
    return title


def _feed_site(tree: LexborHTMLParser) -> str:
    """Return the site's name as its feed's link gives it (`Site » Feed`)."""
    link = tree.css_first("link[type='application/rss+xml']")
    title = (link.attributes.get("title") or "") if link is not None else ""
    return title.split("»")[0].strip()


def _url(tree: LexborHTMLParser, metas: dict[str, str], location: str) -> str | None:
    """Return the page's address: where it was taken, unless it names a better one on the same host.

    A page that is only a file is where its canonical link says. A syndicated copy often names the original elsewhere
    as canonical: that is another place.
    """
    taken = web_url(location)
    canonical = tree.css_first("link[rel=canonical]")
    stated = canonical.attributes.get("href") if canonical is not None else None
    for text in (stated, metas.get("og:url")):
        url = web_url(text, taken)
        if url and (taken is None or url.split("/")[2] == taken.split("/")[2]):
            return url
    return taken


def _published(tree: LexborHTMLParser, metas: dict[str, str], article: dict[str, Any]) -> Instant | None:
    stated = [article.get("datePublished"), article.get("dateCreated")]
    stated += [metas.get(name) for name in _DATE_METAS]
    for text in stated:
        if isinstance(text, str) and (instant := parse_instant(text.strip())):
            return instant
    for node in tree.css("time")[:3]:
        for text in (node.attributes.get("datetime"), node.attributes.get("content"), node.text()):
            if text and (instant := parse_instant(text.strip())):
                return instant
    return None


def _categories(tree: LexborHTMLParser, metas: dict[str, str], article: dict[str, Any]) -> list[str]:
    links = tree.css("a[rel~=category],.post-categories a,.taxonomy-category a")
    names = [_category(node) for node in links]
    if not any(names):
        section = article.get("articleSection")
        stated = section if isinstance(section, list) else [section]
        names = [metas.get("article:section", ""), *(text for text in stated if isinstance(text, str))]
    return list(dict.fromkeys(name for name in names if name))


def _category(node: LexborNode) -> str:
    return " ".join(node.text().split())[:100]
