"""WordPress sites: their posts by the REST interface, oldest first, each page of the answer a capture.

Asked is what was published since the last post taken, and the two hours before it. A post that is edited later, or
published with an older date, is not seen: that is a limit of asking by date, and a pull `--from` a day mends it.
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx

from orchestration.sources.captures import Failure, opening
from orchestration.sources.client import Fetched, NotModified, PoliteClient
from orchestration.sources.config import WordpressSource
from orchestration.sources.state import Seen
from orchestration.sources.store import PullSession

FIRST_PULL = timedelta(days=30)
# Asked again each time: clocks go back an hour in autumn, and posts are published a little after their date.
OVERLAP = timedelta(hours=2)
MAX_IDS = 2_000


def pull_wordpress(
    source: WordpressSource,
    session: PullSession,
    client: PoliteClient,
    *,
    from_date: date | None = None,
    to_date: date | None = None,
) -> None:
    """Capture the pages of posts that are new, or those of the dates given.

    Args:
        source: The site.
        session: Takes the captures; its report counts them.
        client: Asks the server.
        from_date: First day of publication to ask for (UTC); with dates given, what is known of the site stays as is.
        to_date: Last day, inclusive.
    """
    endpoint = f"{source.url.rstrip('/')}/wp-json/wp/v2/posts"
    known = session.state.get(endpoint)
    by_dates = from_date is not None or to_date is not None
    taken = _Taken(known)
    query = {"per_page": str(source.per_page), "orderby": "date", "order": "asc"}
    # `after` is exclusive, hence the second.
    first = _first_moment(source, session, known, from_date, by_dates) - timedelta(seconds=1)
    query["after"] = _wordpress_time(first)
    if to_date is not None and to_date < date.max:
        query["before"] = _wordpress_time(datetime.combine(to_date + timedelta(days=1), time(), tzinfo=UTC))
    for page in range(1, source.max_pages + 1):
        url = str(httpx.URL(endpoint, params={**query, "page": str(page)}))
        asked = _ask_page(url, source, client)
        if isinstance(asked, Failure):
            session.add_failure_of_day(url, asked)
            break
        answer, posts = asked
        if not by_dates and taken.holds(posts):
            session.add_unchanged()
        else:
            session.add_payload(
                url, answer.content, content_type=answer.headers.get("content-type"), headers_json=answer.headers_json
            )
            taken.add(posts, session.clock())
        if _is_last(page, len(posts), source.per_page, answer.headers.get("x-wp-totalpages")):
            break
    else:
        goes_on = not by_dates and taken.last_at != (known.last_published_at if known else None)
        session.report.warnings.append(
            f"{endpoint}: max_pages = {source.max_pages} was reached with pages left; "
            + ("the next pull goes on from there" if goes_on else "raise it and run again")
        )
    if not by_dates and (seen := taken.as_seen(session.clock())):
        session.state.set(endpoint, seen)


class _Taken:
    """The latest publication that was taken, and the posts of the time that is asked again."""

    def __init__(self, known: Seen | None) -> None:
        self.last_at = known.last_published_at if known else None
        self._known_ids = (known.last_post_ids if known else None) or []
        self._added: list[tuple[datetime, int]] = []

    def holds(self, posts: list[dict[str, Any]]) -> bool:
        """Tell whether all posts were taken by an earlier pull; an empty answer holds nothing new."""
        return all(post.get("id") in self._known_ids for post in posts)

    def add(self, posts: list[dict[str, Any]], now: datetime) -> None:
        """Move on to the latest of `posts`; a date in the future must not hide what is published until then."""
        for post in posts:
            published_at = _published_at(post)
            if published_at is not None and published_at <= now and isinstance(post.get("id"), int):
                self.last_at = max(self.last_at or published_at, published_at)
                self._added.append((published_at, post["id"]))

    def as_seen(self, now: datetime) -> Seen | None:
        """Return what is known now; None where that is what was known before."""
        if self.last_at is None or not self._added:
            return None
        again = {number for published_at, number in self._added if published_at >= self.last_at - OVERLAP}
        return Seen(
            taken_at=now, last_published_at=self.last_at, last_post_ids=sorted(again.union(self._known_ids))[-MAX_IDS:]
        )


def _first_moment(
    source: WordpressSource, session: PullSession, known: Seen | None, from_date: date | None, by_dates: bool
) -> datetime:
    """Return the first moment of publication to ask for, inclusive."""
    if from_date is not None:
        return datetime.combine(max(from_date, date(1970, 1, 1)), time(), tzinfo=UTC)
    if not by_dates and known is not None and known.last_published_at is not None:
        return known.last_published_at - OVERLAP
    if source.since is not None:
        return datetime.combine(source.since, time(), tzinfo=UTC)
    return (session.report.started_at - FIRST_PULL).replace(microsecond=0)


def _wordpress_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ask_page(
    url: str, source: WordpressSource, client: PoliteClient
) -> tuple[Fetched, list[dict[str, Any]]] | Failure:
    """Return a page of the answer and the posts in it, or why there are none."""
    answer = client.get(url, source)
    match answer:
        case Failure():
            return answer
        case NotModified():
            return Failure("http_error", f"{url} answered 304 though nothing was known of it")
    size = len(answer.content)
    try:
        posts = json.loads(answer.content)
    except (ValueError, RecursionError):
        return Failure("not_json", f"opening: {opening(answer.content)}", size_bytes=size)
    if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
        return Failure("unknown_shape", f"is no list of posts, opening: {opening(answer.content)}", size_bytes=size)
    return answer, posts


def _published_at(post: dict[str, Any]) -> datetime | None:
    """Return a post's `date_gmt`, which is UTC without saying so."""
    try:
        return datetime.fromisoformat(str(post.get("date_gmt"))).replace(tzinfo=UTC, microsecond=0)
    except ValueError:
        return None


def _is_last(page: int, post_count: int, per_page: int, total_pages: str | None) -> bool:
    """Tell by the server's count, or by a page that is not full, whether a page is the last."""
    if total_pages is not None and total_pages.strip().isdigit():
        return page >= int(total_pages.strip()[:9])
    return post_count < per_page
