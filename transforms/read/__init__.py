"""Bytes to items: what a payload holds, as releases, posts, studies and rejects.

Reading belongs here: encodings, feeds, pages, archives, registry records. What the text says (dates of trials, names,
milestones, topics) does not: that is transforms.facts.
"""

from transforms.read.dispatch import ReadResult, read_captures

__all__ = ["ReadResult", "read_captures"]
