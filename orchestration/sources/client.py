"""One polite HTTP client: robots.txt, a rate for each host, conditional requests, retries, and bounds on all of it.

Every answer is a value (Fetched, NotModified or Failure), never an exception: a server's faults are data. What is done
with an answer belongs to feed.py and wordpress.py.
"""

import email.utils
import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpx
import stamina
import stamina.instrumentation
from protego import Protego

from orchestration.sources.captures import Failure
from orchestration.sources.config import FeedSource, WordpressSource
from orchestration.sources.network import DeadlineError, ForbiddenAddressError, GuardedTransport

# By default stamina prints to the standard output, where tables go.
stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.LoggingOnRetryHook])

ROBOT_NAME = "trialwire"
USER_AGENT = f"{ROBOT_NAME}/{version('trialwire')} (reads press releases on clinical trials)"

ATTEMPTS = 4
MAX_REDIRECTS = 5
MAX_URL_LENGTH = 2000
# RFC 9309 asks a crawler to read at least 500 KiB of robots.txt; what lies behind is not heeded.
MAX_ROBOTS_BYTES = 512 * 1024
MAX_WAIT_SECONDS = 120.0  # a longer Retry-After is left to the next run; a longer Crawl-delay is cut to this
MAX_HEADERS_LENGTH = 16_000
# After so many failures in a row a host is left alone for the rest of the run.
HOST_FAILURES = 3
RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504})
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Fetched:
    """A payload (decoded, at most the source's max_bytes) with its response headers, names in lower case."""

    content: bytes
    headers: dict[str, str]
    final_url: str

    @property
    def headers_json(self) -> str:
        """The headers as they are stored: sorted, without cookies, with the address that redirects led to."""
        kept = {name: value for name, value in sorted(self.headers.items()) if name != "set-cookie"}
        kept["trialwire-final-url"] = self.final_url
        text = json.dumps(kept, ensure_ascii=False)
        return text if len(text) <= MAX_HEADERS_LENGTH else json.dumps({"trialwire-note": "headers too long to keep"})


@dataclass(frozen=True)
class NotModified:
    """The server says that nothing changed since the validators it gave."""


@dataclass(frozen=True)
class Postponed(Failure):
    """The address was not asked in this run, since its host failed too often."""


class _TransientError(Exception):
    """A failure worth another attempt in this run."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class PoliteClient:
    """Asks servers on behalf of sources; one for a run, used by one thread at a time."""

    def __init__(
        self,
        *,
        request_seconds: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a client.

        Args:
            request_seconds: How long one request may take in all, however its bytes trickle in.
            sleep: Waits, in seconds.
            clock: Monotonic seconds, for the rates.
        """
        self._request_seconds = request_seconds
        self._sleep = sleep
        self._clock = clock
        self._transport = GuardedTransport()
        self._http = httpx.Client(
            transport=self._transport,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(20.0, connect=10.0),
            follow_redirects=False,
            trust_env=False,
        )
        self._next_at: dict[str, float] = {}
        self._robots: dict[str, Protego | Failure] = {}
        self._failures_in_a_row: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        source: FeedSource | WordpressSource,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched | NotModified | Failure:
        """Ask for an address, with all manners.

        Args:
            url: Absolute address; may come from a hostile feed.
            source: On whose behalf: gives the rate, the size limit, and the one address that may be private.
            etag: Validator of what is stored already.
            last_modified: The other validator.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value is not None}
        return self._get_retrying(url, source, headers, source.max_bytes)

    def _get_retrying(
        self,
        url: str,
        source: FeedSource | WordpressSource,
        headers: dict[str, str],
        max_bytes: int,
        *,
        is_robots: bool = False,
    ) -> Fetched | NotModified | Failure:
        """Follow redirects from `url`, and start again where the failure may pass at once.

        With `is_robots` no rules are asked for first, and a body that is too large is cut, not refused.
        """
        try:
            target = _web_url(url)
        except ValueError as error:
            return Failure("unreachable", str(error))
        if self._failures_in_a_row[target.host] >= HOST_FAILURES:
            detail = f"{target.host} failed {HOST_FAILURES} times in a row and was left alone for this run"
            return Postponed("unreachable", detail, may_pass=True)
        try:
            # The wait that a server asks for is kept by the rate of its host, see _keep_rate.
            for attempt in stamina.retry_context(
                on=_TransientError, attempts=ATTEMPTS, timeout=300.0, wait_initial=1.0, wait_max=30.0, wait_jitter=1.0
            ):
                with attempt:
                    answer = self._follow(target, source, headers, max_bytes, is_robots=is_robots)
        except _TransientError as error:
            answer = error.failure
        if isinstance(answer, Failure) and answer.may_pass:
            self._failures_in_a_row[target.host] += 1
        else:
            self._failures_in_a_row[target.host] = 0
        return answer

    def _follow(
        self,
        url: httpx.URL,
        source: FeedSource | WordpressSource,
        headers: dict[str, str],
        max_bytes: int,
        *,
        is_robots: bool,
    ) -> Fetched | NotModified | Failure:
        """Ask, and go where redirects lead; every hop meets the same rules."""
        for _ in range(MAX_REDIRECTS + 1):
            interval = 60.0 / source.requests_per_minute
            if not is_robots:
                rules = self._robots_of(url, source)
                if isinstance(rules, Failure):
                    return rules
                if not rules.can_fetch(str(url), ROBOT_NAME):
                    return Failure("robots_disallowed", f"robots.txt of {url.host} forbids {url}")
                interval = max(interval, min(rules.crawl_delay(ROBOT_NAME) or 0.0, MAX_WAIT_SECONDS))
            self._keep_rate(url.host, interval)
            answer = self._ask(url, source, headers, max_bytes, cut=is_robots)
            if not isinstance(answer, httpx.URL):
                return answer
            url = answer
        return Failure("too_many_redirects", f"more than {MAX_REDIRECTS} redirects, last to {url}")

    def _ask(
        self,
        url: httpx.URL,
        source: FeedSource | WordpressSource,
        headers: dict[str, str],
        max_bytes: int,
        *,
        cut: bool,
    ) -> Fetched | NotModified | Failure | httpx.URL:
        """Send one request; returns an address where the server redirects."""
        self._transport.guard.begin(source.url, self._request_seconds)
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                status = response.status_code
                if status in REDIRECT_STATUSES and "location" in response.headers:
                    return _web_url(str(url.join(response.headers["location"])))
                if status == httpx.codes.NOT_MODIFIED and headers:
                    return NotModified()
                if status != httpx.codes.OK:
                    return self._refusal(url, response)
                return _read_body(response, max_bytes, cut=cut)
        except (ForbiddenAddressError, ValueError, httpx.InvalidURL) as error:
            return Failure("unreachable", f"refused: {error}")
        except DeadlineError:
            detail = f"{url} was not done after {self._request_seconds:g} seconds"
            return Failure("timeout", detail, may_pass=True)
        except httpx.TimeoutException as error:
            detail = f"{url}: {type(error).__name__}"
            raise _TransientError(Failure("timeout", detail, may_pass=True)) from error
        except (httpx.TransportError, httpx.DecodingError, zlib.error) as error:
            detail = f"{url}: {error or type(error).__name__}"
            raise _TransientError(Failure("unreachable", detail, may_pass=True)) from error

    def _refusal(self, url: httpx.URL, response: httpx.Response) -> Failure:
        """Say why a status is no answer; raises where another attempt in this run may help."""
        status = response.status_code
        detail = f"{url} answered {status} {response.reason_phrase}".rstrip()
        if status not in RETRIED_STATUSES:
            return Failure("http_error", detail)
        wait_seconds = _retry_after(response.headers.get("retry-after"))
        failure = Failure("http_error", detail, may_pass=True)
        if wait_seconds > MAX_WAIT_SECONDS:
            return Failure("http_error", f"{detail}, and asks to wait {wait_seconds:.0f} seconds", may_pass=True)
        self._next_at[url.host] = max(self._next_at.get(url.host, 0.0), self._clock() + wait_seconds)
        raise _TransientError(failure)

    def _keep_rate(self, host: str, interval_seconds: float) -> None:
        """Wait until `host` may be asked again."""
        wait_seconds = self._next_at.get(host, 0.0) - self._clock()
        if wait_seconds > 0:
            self._sleep(wait_seconds)
        self._next_at[host] = self._clock() + interval_seconds

    def _robots_of(self, url: httpx.URL, source: FeedSource | WordpressSource) -> Protego | Failure:
        """Return the rules of the server of `url`, asked once a run.

        A server without the file allows all; one that fails to give it allows nothing for now (RFC 9309).
        """
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._robots:
            answer = self._get_retrying(f"{origin}/robots.txt", source, {}, MAX_ROBOTS_BYTES, is_robots=True)
            if isinstance(answer, Fetched):
                self._robots[origin] = Protego.parse(answer.content.decode("utf-8", "replace"))
            elif isinstance(answer, Failure) and answer.reason == "http_error" and answer.may_pass:
                detail = f"robots.txt could not be had ({answer.detail}), so nothing is asked for now"
                self._robots[origin] = Failure("robots_disallowed", detail, may_pass=True)
            elif isinstance(answer, Failure) and answer.reason in {"timeout", "unreachable"}:
                self._robots[origin] = answer
            else:  # 4xx, a circle of redirects: as if there were no file
                self._robots[origin] = Protego.parse("")
        return self._robots[origin]


def _web_url(url: str) -> httpx.URL:
    """Return `url` parsed; raises ValueError where it is no http or https address."""
    if len(url) > MAX_URL_LENGTH:
        raise ValueError(f"an address of {len(url)} characters is not asked")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError(f"{url!r} is no address: {error}") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ValueError(f"{url!r}: only http and https addresses are asked")
    return parsed


def _retry_after(value: str | None) -> float:
    """Return the seconds that a Retry-After header (seconds, or a date) asks for; 0 where it asks for nothing."""
    if value is None:
        return 0.0
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _read_body(response: httpx.Response, max_bytes: int, *, cut: bool) -> Fetched | Failure:
    """Read a body, decoded, up to `max_bytes`; of what is larger whole lines are kept where `cut`, else nothing."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        return Failure("http_error", f"answers in content-encoding {encoding[:40]!r}, which nobody asked for")
    chunks = response.iter_raw() if encoding in {"identity", ""} else _gunzip(response.iter_raw(), max_bytes + 1)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes and cut:
            # Half a line could forbid, or allow, what the whole one does not.
            del body[max(body.rfind(end, 0, max_bytes) for end in (b"\n", b"\r")) + 1 :]
            break
        if len(body) > max_bytes:
            announced = response.headers.get("content-length", "")
            size = max(len(body), int(announced)) if announced.isdigit() and len(announced) < 16 else len(body)
            detail = f"sends {size} bytes or more, max_bytes is {max_bytes}"
            return Failure("too_large", detail, size_bytes=size)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Fetched(bytes(body), headers, str(response.url))


def _gunzip(chunks: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    """Yield a gzip stream unpacked, never more than `max_bytes` of it; raises zlib.error where it is cut or damaged."""
    unpacker = zlib.decompressobj(wbits=31)
    left = max_bytes
    for chunk in chunks:
        data = chunk
        while data and left > 0:
            if unpacker.eof:  # a gzip stream may have several members
                unpacker = zlib.decompressobj(wbits=31)
            piece = unpacker.decompress(data, left)
            left -= len(piece)
            yield piece
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if left > 0 and not unpacker.eof:
        raise zlib.error("the body breaks off inside its gzip stream")
