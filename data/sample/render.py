"""Render the invented corpus as what the world sends: `python data/sample/render.py [--check]`.

corpus.jsonl has the releases, places.csv says where each is shown (`place`: a wire's page, a WordPress page, a REST
answer, a saved text, an archive). The result is wire/, with a manifest.jsonl that says whence and when each file came,
and wire/broken, inputs that give no release. `--check` compares what is committed with what would be written. How one
page looks belongs in pages.py and templates/.
"""

import csv
import datetime as dt
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pages import (
    HABITS,
    SITES,
    RecentPost,
    Release,
    Teaser,
    excerpt,
    paragraphs,
    plain,
    render_template,
    render_wire_page,
    render_wordpress_page,
    slug,
    title_markup,
)

HERE = Path(__file__).resolve().parent
WIRE = HERE / "wire"
WIRES = ("globe", "pr", "biz")
ADDRESSES = {
    "globe": "https://www.wire.example/news-release/{day:%Y/%m/%d}/{number}/0/en/{words}.html",
    "pr": "https://www.prnews.example/news-releases/{words}-{number}.html",
    "biz": "https://www.bizwire.example/news/home/{day:%Y%m%d}{number}/en/{words}",
    "classic": "https://healthpinboard.example/{day:%Y/%m}/{words}/",
    "block": "https://www.marketpinboard.example/news/{words}/",
    "text": "https://dailyledger.example/{day:%Y/%m}/{words}/",
    "rest": "https://biodesk.example/{day:%Y/%m}/{words}/",
    "archive": "https://www.openwire.example/press-release/{number}/{words}",
}
# How long after its publication a release was seen at a place. Relative ages on a page count from there.
SEEN_AFTER = {"globe": 12, "pr": 15, "biz": 9, "classic": 35, "block": 40, "text": 50}
BROKEN_SEEN_AT = dt.datetime(2026, 4, 1, 6, 0, tzinfo=dt.UTC)
# Of which releases some of the broken inputs are made.
HALF_PAGE, WRONG_CHARSET, UNTITLED_FEED = "d080", "d082", ("d066", "d073")


@dataclass(frozen=True)
class Shown:
    """A release at one place, with the address and the file it is rendered to."""

    release: Release
    place: str
    charset: str

    @property
    def number(self) -> int:
        """The place's own number of the release, stable."""
        return 100_000 + int(hashlib.sha256(f"{self.place}:{self.release.doc_id}".encode()).hexdigest()[:5], 16)

    @property
    def utc(self) -> dt.datetime:
        """When it was published, in UTC."""
        return self.release.published_at.astimezone(dt.UTC)

    @property
    def url(self) -> str:
        """The address of the release at this place."""
        place = self.place.split("_")[0]
        return ADDRESSES[place].format(
            day=self.release.published_at, number=self.number, words=slug(self.release.title)
        )

    @property
    def teaser(self) -> str:
        """The cut opening that lists and feeds show."""
        return excerpt(self.release, 30)

    @property
    def markup(self) -> str:
        """The teaser as HTML of the place."""
        shown = plain(self.teaser, HABITS[self.place])
        return f"<p>{shown}...</p>" if self.place == "globe" else shown

    @property
    def title_markup(self) -> str:
        """The headline as HTML."""
        return title_markup(self.release.title)


@dataclass(frozen=True)
class Rendered:
    """One file of the wire, and its line in the manifest."""

    file: str
    payload: bytes
    content_type: str | None
    url: str | None
    observed_at: dt.datetime

    @property
    def manifest_line(self) -> str:
        """The file's line of manifest.jsonl, without what nobody knows."""
        line = {
            "file": self.file,
            "url": self.url,
            "observed_at": self.observed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "content_type": self.content_type,
        }
        return json.dumps({key: value for key, value in line.items() if value is not None})


def load_releases() -> dict[str, Release]:
    """Return the corpus by doc_id."""
    releases = {}
    for line in (HERE / "corpus.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        releases[record["doc_id"]] = Release(
            doc_id=record["doc_id"],
            title=record["title"],
            body=record["body"],
            published_at=dt.datetime.fromisoformat(record["published_at"]),
            bullets=tuple(record["bullets"]),
            categories=tuple(record["categories"]),
            source_line=record["source_line"],
            recent_posts=tuple(RecentPost(**post) for post in record["recent_posts"]),
        )
    return releases


def load_places(releases: dict[str, Release]) -> list[Shown]:
    """Return places.csv: each release at each of its places, in file order."""
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        return [Shown(releases[row["doc_id"]], row["place"], row["charset"]) for row in csv.DictReader(file)]


def earlier_releases(shown: Shown, everywhere: list[Shown]) -> list[Teaser]:
    """Return the three releases that the place published last before this one: no page knows the future."""
    earlier = [item for item in everywhere if item.place == shown.place and item.utc < shown.utc]
    newest_first = sorted(earlier, key=lambda item: item.utc, reverse=True)
    return [Teaser(item.release.title, item.url, item.teaser + "...") for item in newest_first[:3]]


def render_page(shown: Shown, everywhere: list[Shown]) -> Rendered:
    """Render a release as one page: HTML of a wire or of WordPress, or the text a browser saves."""
    release, place = shown.release, shown.place
    related = earlier_releases(shown, everywhere)
    if place in WIRES:
        page = render_wire_page(release, style=place, url=shown.url, related=related, charset=shown.charset)
    elif place in SITES:
        page = render_wordpress_page(release, release.recent_posts, url=shown.url, theme=place, related=related)
    else:
        page = render_template("page_save.txt", release=release)
    kind, suffix = ("text/plain", "txt") if place == "text" else ("text/html", "html")
    # A server that does not name the charset leaves it to the page's own head; a saved text has no head.
    named = shown.charset == "utf-8" or place == "text"
    return Rendered(
        file=f"{place}/{release.doc_id}.{suffix}",
        payload=page.encode(shown.charset, "xmlcharrefreplace" if suffix == "html" else "strict"),
        content_type=f"{kind}; charset={shown.charset.removesuffix('-sig')}" if named else kind,
        url=shown.url,
        observed_at=shown.utc + dt.timedelta(minutes=SEEN_AFTER[place]),
    )


def rest_post(shown: Shown) -> dict[str, Any]:
    """Return a release as the WordPress REST API tells it."""
    release, number = shown.release, shown.number
    teaser = plain(excerpt(release, 55), HABITS["classic"])
    terms = [{"id": 10 + n, "name": name, "taxonomy": "category"} for n, name in enumerate(release.categories)]
    return {
        "id": number,
        "date": release.published_at.replace(tzinfo=None).isoformat(),
        "date_gmt": shown.utc.replace(tzinfo=None).isoformat(),
        "guid": {"rendered": f"https://biodesk.example/?p={number}"},
        "modified_gmt": shown.utc.replace(tzinfo=None).isoformat(),
        "slug": slug(release.title),
        "status": "publish",
        "type": "post",
        "link": shown.url,
        "title": {"rendered": title_markup(release.title)},
        "content": {"rendered": "\n" + paragraphs(release, "classic") + "\n", "protected": False},
        "excerpt": {"rendered": f"<p>{teaser} [&hellip;]</p>\n", "protected": False},
        "author": 3,
        "featured_media": 0,
        "sticky": False,
        "format": "standard",
        "categories": [term["id"] for term in terms],
        "tags": [],
        "_embedded": {"author": [{"id": 3, "name": "Desk"}], "wp:term": [terms, []]},
    }


def render_rest(place: str, shown: list[Shown]) -> Rendered:
    """Render one page of a REST answer, newest first, with slashes and letters escaped as PHP does it."""
    newest_first = sorted(shown, key=lambda item: item.utc, reverse=True)
    answer = json.dumps([rest_post(item) for item in newest_first], separators=(",", ":")).replace("/", "\\/")
    return Rendered(
        file=f"rest/{place.removeprefix('rest_')}.json",
        payload=answer.encode(),
        content_type="application/json; charset=UTF-8",
        url=f"https://biodesk.example/wp-json/wp/v2/posts?_embed=1&per_page=10&year={place.removeprefix('rest_')}",
        observed_at=newest_first[0].utc + dt.timedelta(hours=1),
    )


def archive_record(shown: Shown) -> dict[str, str]:
    """Return a release as the archive keeps it: Markdown with the archive's own trailer."""
    release, day = shown.release, shown.release.published_at
    blocks = [f"# {release.title}", "\n".join(f"• {bullet}" for bullet in release.bullets), release.body]
    markdown = "\n\n".join(block for block in blocks if block).replace("&", "&amp;")
    trailer = f"\n\n---\n\n[Original/Source Press Release]({shown.url})\n                    \n\n"
    pickup = f"Pickup - [townpaper.example](https://townpaper.example/{day:%Y/%m/%d}/{slug(release.title)})\n"
    return {
        "path": f"OpenWire/{day:%Y/%m%d}/{slug(release.title)}.md",
        "site": "OpenWire",
        "date": f"{day:%Y-%m-%d}",
        "markdown": markdown + trailer + pickup,
    }


def render_archive(shown: list[Shown]) -> Rendered:
    """Render the archive, oldest first; its gzip header has no time in it."""
    oldest_first = sorted(shown, key=lambda item: item.utc)
    lines = "".join(json.dumps(archive_record(item), ensure_ascii=False) + "\n" for item in oldest_first)
    return Rendered(
        file="archive.jsonl.gz",
        payload=gzip.compress(lines.encode(), mtime=0),
        content_type=None,
        url=None,
        observed_at=oldest_first[-1].utc + dt.timedelta(days=1),
    )


def render_feed(place: str, shown: list[Shown]) -> Rendered:
    """Render the feed of a place, newest first."""
    newest_first = sorted(shown, key=lambda item: item.utc, reverse=True)
    name, url, kind = {
        "globe": ("globe", "https://www.wire.example/rss/all.xml", "application/rss+xml"),
        "classic": ("wordpress", "https://healthpinboard.example/feed/", "application/rss+xml; charset=UTF-8"),
        "biz": ("biz", "https://www.bizwire.example/atom.xml", "application/atom+xml"),
    }[place]
    return Rendered(
        file=f"feeds/{name}.xml",
        payload=render_template(f"feed_{name}.xml", items=newest_first).encode(),
        content_type=kind,
        url=url,
        observed_at=newest_first[0].utc + dt.timedelta(minutes=5),
    )


def broken_payloads(shown: list[Shown], releases: dict[str, Release]) -> Iterator[tuple[str, str, bytes]]:
    """Yield the inputs that are no clean release: file name, content type, bytes."""
    page_type, json_type, feed_type = (
        "text/html; charset=utf-8",
        "application/json; charset=UTF-8",
        "application/rss+xml",
    )
    yield "empty.html", page_type, b""

    noise = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(64))
    yield "workbook.html", page_type, b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + noise

    page = next(render_page(item, shown) for item in shown if item.release.doc_id == HALF_PAGE).payload
    middle = (page.index(b"release-body") + page.index(b"</section>")) // 2
    yield "half_page.html", page_type, page[: page.rindex(b"<", 0, middle) + 2]
    yield "head_only.html", page_type, page[: page.index(b"og:site_name") + 20]

    misread = Shown(releases[WRONG_CHARSET], "pr", "utf-8")
    mislabelled = render_wire_page(misread.release, style="pr", url=misread.url)
    yield "wrong_charset.html", page_type, mislabelled.encode("windows-1252")

    for name in ("login", "not_found"):
        yield f"{name}.html", page_type, render_template(f"broken_{name}.html").encode()
    listed = [item for item in shown if item.place == "classic"][:8]
    yield "listing.html", page_type, render_template("broken_listing.html", items=listed).encode()

    yield "feed.xml", feed_type, render_template("broken_landing.html").encode()
    kept, other = (item for item in shown if item.release.doc_id in UNTITLED_FEED and item.place == "globe")
    untitled = replace(other, release=replace(other.release, title=""))
    items = render_template("feed_globe.xml", items=[kept, untitled, kept])
    yield "feed_items.xml", feed_type, items.encode()

    yield "quotes.json", json_type, b'{"symbol": "ORVN", "currency": "USD", "prices": [4.12, 4.2, 4.31]}'
    message = "The page number requested is larger than the number of pages available."
    error = {"code": "rest_post_invalid_page_number", "message": message, "data": {"status": 400}}
    yield "rest_error.json", json_type, json.dumps(error, separators=(",", ":")).encode()
    posts = render_rest("rest_2021", [item for item in shown if item.place == "rest_2021"]).payload
    yield "truncated.json", json_type, posts[: len(posts) // 2]
    without_text = json.dumps({"path": "OpenWire/2024/0301/no-text.md", "site": "OpenWire", "date": "2024-03-01"})
    yield "archive_cut.jsonl", "application/x-ndjson", f"{without_text}\n{without_text[:30]}".encode()


def render_all() -> dict[str, bytes]:
    """Return every file of the wire by its path below wire/, the manifest last."""
    releases = load_releases()
    shown = load_places(releases)
    by_place: dict[str, list[Shown]] = defaultdict(list)
    for item in shown:
        by_place[item.place].append(item)
    files = [render_page(item, shown) for item in shown if item.place in SEEN_AFTER]
    files += [render_rest(place, items) for place, items in sorted(by_place.items()) if place.startswith("rest")]
    files += [render_feed(place, by_place[place]) for place in ("globe", "classic", "biz")]
    files.append(render_archive(by_place["archive"]))
    half_page_url = next(item.url for item in shown if item.release.doc_id == HALF_PAGE)
    for name, content_type, payload in broken_payloads(shown, releases):
        url = half_page_url if name == "half_page.html" else None
        files.append(Rendered(f"broken/{name}", payload, content_type, url, BROKEN_SEEN_AT))
    files.sort(key=lambda rendered: rendered.file)
    manifest = "".join(rendered.manifest_line + "\n" for rendered in files)
    return {rendered.file: rendered.payload for rendered in files} | {"manifest.jsonl": manifest.encode()}


def differences(rendered: dict[str, bytes]) -> list[str]:
    """Return what is wrong with the committed wire, a line for each file; compressed files count by their content."""
    committed = {path.relative_to(WIRE).as_posix(): path for path in WIRE.rglob("*") if path.is_file()}
    found = [f"{name}: missing" for name in sorted(rendered.keys() - committed.keys())]
    found += [f"{name}: not rendered by this script" for name in sorted(committed.keys() - rendered.keys())]
    for name in sorted(rendered.keys() & committed.keys()):
        is_gzip = name.endswith(".gz")
        # Another zlib packs the same bytes otherwise, which is no difference.
        old, new = (gzip.decompress(b) if is_gzip else b for b in (committed[name].read_bytes(), rendered[name]))
        if old != new:
            found.append(f"{name}: differs from what the script renders")
    return found


def main(arguments: list[str]) -> int:
    """Write the wire, or compare it; returns the exit code: 0 done, 1 differences, 2 usage."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python data/sample/render.py [--check]\n")
        return 2
    rendered = render_all()
    found = differences(rendered)
    if arguments:
        sys.stderr.write("".join(f"{line}\n" for line in found))
        return 1 if found else 0
    for name in {line.split(":")[0] for line in found}:
        path = WIRE / name
        if name not in rendered:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rendered[name])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
