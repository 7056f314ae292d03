"""A real HTTP server on this machine, a client whose waits take no time, and a raw store in a temporary folder."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import polars as pl
import pytest
import stamina

from orchestration.sources import PoliteClient, RawStore

STARTED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Handler(BaseHTTPRequestHandler):
    """Answers by the routes of its server; a path without a route is not found."""

    protocol_version = "HTTP/1.1"
    server: "WebServer"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        route = self.server.routes.get(self.path) or self.server.routes.get(self.path.split("?")[0])
        if route is None:
            self.reply(404, b"not found")
        else:
            route(self)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; header names are written with underscores."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


class WebServer(ThreadingHTTPServer):
    """A server whose routes a test sets, and whose requests it can read."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Callable[[Handler], None]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer a path always alike."""
        self.routes[path] = lambda handler: handler.reply(status, body, **headers)

    def asked(self, without_robots: bool = True) -> list[str]:
        """Return the paths asked so far, in order."""
        return [path for path, _ in self.requests if not (without_robots and path == "/robots.txt")]

    def handle_error(self, *args: object) -> None:
        """A client that hangs up in the middle is what some tests want."""


def start_server() -> WebServer:
    server = WebServer()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def server() -> Iterator[WebServer]:
    server = start_server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def other_server() -> Iterator[WebServer]:
    """A second server on this machine: for the first one's source, a private address that is not its own."""
    server = start_server()
    yield server
    server.shutdown()
    server.server_close()


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture(autouse=True)
def _no_backoff() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture
def client(fake_time: FakeTime) -> Iterator[PoliteClient]:
    with PoliteClient(request_seconds=5, sleep=fake_time.sleep, clock=fake_time.clock) as client:
        yield client


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "raw")


def stored(store: RawStore) -> pl.DataFrame:
    """Return all captures of a store, in the order they were stored."""
    parts = sorted(store.raw_dir.glob("*/observed_date=*/*.parquet"))
    return pl.concat([pl.read_parquet(part, hive_partitioning=False) for part in parts])


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file and folder below, with its size and time of change: alike means that nothing was written."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in [folder, *sorted(folder.rglob("*"))]
    }
