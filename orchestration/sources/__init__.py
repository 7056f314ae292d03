"""The network and the folders: what a source is, how it is asked, and the raw store its answers are kept in.

Nothing here reads a release or knows the scheduler: a source goes in, captures (bytes, time, place) come out.
"""

from orchestration.sources.client import PoliteClient
from orchestration.sources.config import Source, SourceError, load_sources, source_for_path
from orchestration.sources.pull import pull_source
from orchestration.sources.report import PullReport
from orchestration.sources.state import RawStoreError
from orchestration.sources.store import RawStore

__all__ = [
    "PoliteClient",
    "PullReport",
    "RawStore",
    "RawStoreError",
    "Source",
    "SourceError",
    "load_sources",
    "pull_source",
    "source_for_path",
]
