"""The wire below HTTP: which addresses may be reached, and a deadline that no slow server outlives.

The address is checked where the connection is made, on what the name resolved to: a name cannot be checked first and
point elsewhere a moment later. What is asked of whom, and how often, is client.py's business.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpcore
import httpx

MAX_ADDRESSES_TRIED = 4


class ForbiddenAddressError(Exception):
    """A name leads to an address that is not public."""


class DeadlineError(Exception):
    """The request took longer than it may."""


class GuardedTransport(httpx.HTTPTransport):
    """An HTTP transport that reaches public addresses, and the source's own, before a deadline."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        tls = httpx.create_ssl_context()
        super().__init__(verify=tls, trust_env=False)
        self.guard = _Guard(clock)
        # httpx offers no argument for the network below it; the pool is its own only attribute (httpx is pinned).
        # No connection is kept: one opened for a source that may be private must not serve another source.
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_keepalive_connections=0,
            network_backend=self.guard,
        )


class _Guard(httpcore.NetworkBackend):
    """Opens connections under the rules of the present request."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._backend = httpcore.SyncBackend()
        self._clock = clock
        self._own: tuple[str, int] | None = None
        self._deadline = 0.0

    def begin(self, own_url: str, seconds: float) -> None:
        """Set the rules for the next request: the source's own address, and how long all of it may take."""
        url = httpx.URL(own_url)
        self._own = (url.host, url.port or (443 if url.scheme == "https" else 80))
        self._deadline = self._clock() + seconds

    @contextmanager
    def waiting(self, timeout: float | None) -> Iterator[float]:
        """Give the seconds that one wait may take; raises DeadlineError where the request has none left."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise DeadlineError
        try:
            yield left if timeout is None else min(timeout, left)
        except httpcore.TimeoutException as error:
            if self._clock() >= self._deadline:
                raise DeadlineError from error
            raise

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that may be reached and answers."""
        addresses = self._allowed_addresses(host, port)
        for last, address in zip([*[False] * (len(addresses) - 1), True], addresses, strict=True):
            passing = () if last else (httpcore.ConnectError, httpcore.ConnectTimeout)
            with suppress(*passing), self.waiting(timeout) as limit:
                stream = self._backend.connect_tcp(address, port, limit, local_address, socket_options)
                return _DeadlineStream(stream, self)
        raise AssertionError("the last address connects or raises")

    def _allowed_addresses(self, host: str, port: int) -> list[str]:
        """Resolve `host`, and keep what may be reached."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address: {error}") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:MAX_ADDRESSES_TRIED]
        if self._own is not None and host == self._own[0] and port in {self._own[1], 443}:
            return addresses
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise ForbiddenAddressError(f"{host} leads to {', '.join(addresses)}, which is no public address")
        return public


class _DeadlineStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, also while a server drips its headers byte by byte."""

    def __init__(self, stream: httpcore.NetworkStream, guard: _Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._guard.waiting(timeout) as limit:
            return self._stream.read(max_bytes, limit)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._guard.waiting(timeout) as limit:
            self._stream.write(buffer, limit)

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with self._guard.waiting(timeout) as limit:
            return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, limit), self._guard)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, whatever form a private one is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast
