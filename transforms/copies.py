"""Sketches of releases, so that copies of one announcement on several wires and sites find each other.

A sketch is the set of the smallest hashes of the sentences that a release tells its news with. Copies differ in title,
dateline, wire mark, links and in what the site puts around them, and share the sentences of the body. So the sketch
folds case, accents, spaces, quotes and punctuation, parts the dateline from the lead, and stops at the line that opens
the boilerplate.

**The measure.** Not every boilerplate has a heading, and a trial is described in the same words in every release about
it. News is said once, or once more by a late reprint: a sentence that is said in more than MOST_PERIODS periods of
PERIOD_DAYS is no news and does not count, nor does one that more than MOST_RELEASES say. Of what remains, the hashes
that two releases share, divided by the size of the smaller sketch, is their share. They are copies where it is at least
COPY_SHARE, at least LEAST_SHARED hashes are shared and they are at most COPY_DAYS apart. The smaller sketch counts, so
that a shortened copy still finds the whole.

Measured on 12,334 releases of many small wires: without the rule of periods 223 pairs share .6 or more, a third of them
two pieces of news by one issuer; with it 142, all but a few of them copies, corrections, one deal told by two of its
parties, or form letters (one text with another name in it, none about health). Pairs between .4 and .6 are mostly form
letters.

Hashes are BLAKE2b, which hashlib documents byte for byte: polars' and Python's own hashes change with version or run.

Grouping over the whole warehouse is SQL (int_releases__clustered); `cluster_copies` is the same rule in polars, which
the tests hold the SQL against. What a copy is told for does not belong here.
"""

import hashlib
import re
import unicodedata

import polars as pl

SKETCH_SIZE = 64
COPY_SHARE = 0.6
LEAST_SHARED = 3
COPY_DAYS = 14
PERIOD_DAYS = 15  # counted from 1970-01-01, so that the same days are always one period
MOST_PERIODS = 2
# Sentences shorter than this, in folded characters, are said by everybody or are datelines.
SHORTEST_SENTENCE = 40
# A sentence that more releases say than this is a form, whenever they say it; it bounds the pairs that are compared.
MOST_RELEASES = 50
# A text without any boilerplate heading is read this far, in code points.
LONGEST_BODY = 60_000

# A sentence ends at a mark and a gap, at the end of a line, and at a dash that stands alone: so the dateline is a
# sentence of its own, whatever wire it names. Of lower-case text; the marks come first, so that `re` skips to them.
SENTENCE_END = re.compile(
    r"[.!?。！？/\n–—―-](?:(?<=[.!?])[\"”’')\]*]{0,4}\s|(?<=[。！？\n])|(?<=-)-+|(?<=\s[-–—―])\s"
    r"|(?<=/)prnewswire[^/\n]{0,40}/)"
)
# The head of the line that opens the boilerplate.
BOILERPLATE = re.compile(
    r"^[\s*#_•]{0,8}(?:about:?\s(?:the\s)?(?-i:[A-Z])[^\n]{1,90}$|source:?\s"
    r"|[^\n.]{0,40}forward[- ]looking\s(?:statements?|information)\b"
    r"|(?:safe harbou?r|cautionary|disclaimer|note to investors|to view the full press release)\b"
    r"|for (?:more|further|additional) information\b"
    r"|(?:media|investor|press|company)?\s?(?:relations\s)?contacts?\b[^\n.]{0,40}$)",
    re.IGNORECASE | re.MULTILINE,
)
ACCENT = re.compile(r"[\u0300-\u036f]")
# Letters are named although they are words: they are asked first, and most characters are letters.
MARKS = re.compile(r"[^a-z \n0-9\w]+")
ASCII_MARKS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}


def sentence_sketch(texts: pl.Series) -> pl.Series:
    """Return the sketch of each text: List[UInt64], at most SKETCH_SIZE hashes, ascending, none twice.

    A text of few words has an empty sketch, and is nobody's copy. The same text gives the same sketch in every run, on
    every machine.
    """
    sketches = [_sketch(text or "") for text in texts]
    return pl.Series("sketch", sketches, dtype=pl.List(pl.UInt64))


def _sketch(text: str) -> list[int]:
    hashes = {
        int.from_bytes(hashlib.blake2b(sentence.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        for sentence in folded_sentences(text)
    }
    return sorted(hashes)[:SKETCH_SIZE]


def folded_sentences(text: str) -> list[str]:
    """Return the sentences of the body that a sketch is made of, folded to words without case or accents."""
    body = text[:LONGEST_BODY]
    plain = body[: _boilerplate_at(body)]
    if not plain.isascii():
        plain = ACCENT.sub("", unicodedata.normalize("NFKD", plain))
    parted = SENTENCE_END.sub("\n", plain.lower())
    # What is ASCII throughout needs no pattern: the same marks, one by one.
    bare = parted.translate(ASCII_MARKS) if parted.isascii() else MARKS.sub(" ", parted.replace("_", " "))
    lines = bare.split("\n")
    return [sentence for line in lines if len(sentence := " ".join(line.split())) >= SHORTEST_SENTENCE]


def _boilerplate_at(body: str) -> int:
    """Return where the line begins that opens the boilerplate; the length of the body where there is none."""
    at = body.find("\n") + 1
    while not BOILERPLATE.match(body, at):
        at = body.find("\n", at) + 1
        if at == 0:
            return len(body)
    return at


def cluster_copies(release_ids: pl.Series, sketches: pl.Series, dates: pl.Series) -> pl.DataFrame:
    """Return the cluster of each release: copies of copies are one cluster, named by its smallest release_id.

    Args:
        release_ids: One id a release, none twice.
        sketches: Their sketches, in the same order.
        dates: The day each was published or, where nobody says, first seen.

    Returns:
        release_id and cluster_id, in the order given; a release without copies is a cluster by itself.
    """
    releases = pl.DataFrame({"release_id": release_ids, "sketch": sketches, "published_date": dates})
    cluster = {release_id: release_id for release_id in release_ids}

    def root(release_id: str) -> str:
        while cluster[release_id] != release_id:
            cluster[release_id] = cluster[cluster[release_id]]
            release_id = cluster[release_id]
        return release_id

    for left, right in copy_pairs(releases).select("release_id", "copy_id").iter_rows():
        low, high = sorted((root(left), root(right)))
        cluster[high] = low
    return releases.select("release_id", cluster_id=pl.Series([root(each) for each in release_ids], dtype=pl.String))


def copy_pairs(releases: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that are copies by the measure.

    Args:
        releases: release_id, sketch and published_date.

    Returns:
        release_id, copy_id (the larger id), shared_count, share (0 to 1).
    """
    days = pl.duration(days=COPY_DAYS)
    said = releases.filter(pl.col("sketch").list.len() > 0).explode("sketch")
    period_count = (pl.col("published_date").cast(pl.Int32) // PERIOD_DAYS).n_unique()
    is_news = (period_count <= MOST_PERIODS) & (pl.len() <= MOST_RELEASES)
    said = said.filter(is_news.over("sketch"))
    said = said.with_columns(news_count=pl.len().over("release_id"))
    both = said.join(said, on="sketch", suffix="_copy").filter(
        pl.col("release_id") < pl.col("release_id_copy"),
        (pl.col("published_date") - pl.col("published_date_copy")).abs() <= days,
    )
    counted = both.group_by("release_id", copy_id="release_id_copy").agg(
        shared_count=pl.len(), smaller_count=pl.min_horizontal("news_count", "news_count_copy").first()
    )
    shared = counted.with_columns(share=pl.col("shared_count") / pl.col("smaller_count")).drop("smaller_count")
    is_copy = (pl.col("share") >= COPY_SHARE) & (pl.col("shared_count") >= LEAST_SHARED)
    return shared.filter(is_copy).sort("release_id", "copy_id")
