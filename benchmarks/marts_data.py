"""Staging tables of a made-up industry: a million milestones, or ten, with the texts that they stand in.

    python -m benchmarks.marts_data FOLDER [--milestones 1000000] [--seed 1]

Writes what `trialwire` stages, in the schemas of transforms.tables; the same seed gives the same rows. What happens is
marts_history's, how it is said marts_words'; here it gets ids and places. The texts are a quarter as long as real ones,
so that ten million milestones fit on a disk: a title, the sentences at their spans, and filler of which no two releases
share much.
"""

import argparse
import hashlib
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dataframely as dy
import numpy as np
import polars as pl
import pyarrow as pa

from benchmarks.marts_history import ACTS, LAST_DAY, PRECISIONS, Chapter, write_chapter
from benchmarks.marts_words import name_programmes, name_sponsors, pick, write_filler, write_sentences
from transforms.feeds import read_feeds
from transforms.tables import STAGING_TABLES, ReviewDecisions

CHAPTER_PROGRAMMES = 15_000  # what is in memory at a time
STATEMENTS_A_PROGRAMME = 17.8
STATEMENTS_A_SPONSOR = 40
COPY_SHARE = 0.012  # of the stories; two copies each
SEEN_AGAIN_SHARE = 0.005  # of the releases: in another capture, hours later
DOUBTFUL_SHARE = 0.12  # of the statements: below the bar
POST_SHARE = 0.3  # of the releases
POSTS_A_CAPTURE = 10
REJECT_SHARE = 0.003  # of the releases
FILLER_SENTENCES = 6
FEEDS_FILE = Path(__file__).resolve().parents[1] / "data" / "feeds.toml"
FIRST_PULL = date(2026, 7, 1)
WIRES = ["other", "globe_newswire", "other", "pr_newswire", "business_wire", "other", "newsfile"]
ARCHIVE, COPIES, FEED, REGISTRY = SOURCES = ["archive", "copies", "feed", "registry"]
RULES = "generated"


def main() -> int:
    """Write the tables, and say how many rows each has."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--milestones", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    for table, count in write_staging(given.folder, given.milestones, given.seed).items():
        sys.stdout.write(f"{table:16}{count:12,}\n")
    return 0


def write_staging(folder: Path, milestones: int, seed: int = 1) -> dict[str, int]:
    """Write all staging tables, a part for each chapter of the history.

    Args:
        folder: Where; it must not hold staging yet.
        milestones: About how many rows the table of that name gets, within a few in a hundred.
        seed: Of all chance.

    Returns:
        The number of rows of each table.
    """
    programmes = max(2, round(milestones / STATEMENTS_A_PROGRAMME / 2) * 2)
    sponsors = max(5, milestones // STATEMENTS_A_SPONSOR)
    counts = dict.fromkeys(STAGING_TABLES, 0)
    first_story = 0
    for number, first in enumerate(range(0, programmes, CHAPTER_PROGRAMMES)):
        chance = np.random.default_rng([seed, number])
        chapter = write_chapter(chance, min(CHAPTER_PROGRAMMES, programmes - first), first, sponsors)
        pull = FIRST_PULL + timedelta(days=number)
        for table, frame in _tables(chance, chapter, pull, first_story).items():
            part = folder / table / f"observed_date={pull.isoformat()}" / "part.parquet"
            part.parent.mkdir(parents=True)
            frame.write_parquet(part)
            counts[table] += len(frame)
        first_story += len(chapter.stories)
    wholes = {"feeds": read_feeds(FEEDS_FILE, SOURCES), "review_decisions": ReviewDecisions.create_empty()}
    for name, whole in wholes.items():
        (folder / name).mkdir()
        whole.write_parquet(folder / name / f"{name}.parquet")
    return counts


def _tables(chance: np.random.Generator, chapter: Chapter, pull: date, first_story: int) -> dict[str, pl.DataFrame]:
    """Return the staging tables of one chapter, in their schemas."""
    taken_at = datetime(pull.year, pull.month, pull.day, 6, tzinfo=UTC)
    programmes = name_programmes(chapter.programmes)
    stories = _stories(chance, chapter, programmes)
    sentences = write_sentences(chance, chapter, stories)
    releases, facts = _releases(chance, stories, sentences, taken_at, first_story)
    posts = _posts(chance, releases, taken_at)
    studies = _studies(programmes, taken_at)
    rejects = _rejects(chance, releases)
    tables = {
        "captures": _captures(releases, posts, studies, rejects),
        "releases": releases,
        "posts": posts,
        "milestones": _milestones(chance, facts),
        "trial_mentions": _mentions(facts),
        "enrolments": _enrolments(facts),
        "name_ties": _name_ties(facts),
        "studies": studies,
        "rejects": rejects,
    }
    return {name: _as_staged(schema, tables[name]) for name, schema in STAGING_TABLES.items()}


def _stories(chance: np.random.Generator, chapter: Chapter, programmes: pl.DataFrame) -> pl.DataFrame:
    """Return the stories with all names that they say."""
    stories = chapter.stories.join(programmes.drop("sponsor"), on="programme", how="left", maintain_order="left")
    return name_sponsors(stories).with_columns(
        told_chance=chance.random(len(stories)),
        copy_chance=chance.random(len(stories)),
        act_name=pl.col("act").replace_strict(dict(enumerate(act.name for act in ACTS)), default=None),
        is_substance=pl.col("act") >= pl.col("generic_from"),
        product_name=pl.when(pl.col("act") >= pl.col("generic_from")).then("substance").otherwise("code"),
    )


def _releases(
    chance: np.random.Generator, stories: pl.DataFrame, sentences: pl.DataFrame, taken_at: datetime, first_story: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the releases, copies and second sightings among them, and their sentences at their spans."""
    length = pl.col("sentence").str.len_chars().cast(pl.Int64)
    sentences = sentences.with_columns(sentence_start=((length + 1).cum_sum() - length - 1).over("story"))
    paragraphs = sentences.group_by("story", maintain_order=True).agg(
        pl.col("sentence").str.join(" ").alias("paragraph"), pl.col("sentence").hash(1).alias("news_hashes")
    )
    filler = pl.DataFrame(
        {
            "story": np.repeat(stories["story"].to_numpy(), FILLER_SENTENCES),
            "sentence": write_filler(chance, len(stories) * FILLER_SENTENCES),
        }
    )
    fillers = filler.group_by("story", maintain_order=True).agg(
        pl.col("sentence").str.join(" ").alias("filler"), pl.col("sentence").hash(1).alias("filler_hashes")
    )
    releases = (
        stories.join(paragraphs, on="story", maintain_order="left")
        .join(fillers, on="story", maintain_order="left")
        .with_columns(copy=pl.when(pl.col("copy_chance") < COPY_SHARE).then([0, 1, 2]).otherwise([0]))
        .explode("copy")
    )
    releases = (
        releases.with_columns(
            number=(first_story + pl.col("story")) * 3 + pl.col("copy"),
            sighting=pl.when(pl.Series(chance.random(len(releases))) < SEEN_AGAIN_SHARE).then([0, 1]).otherwise([0]),
        )
        .explode("sighting")
        .with_columns(pl.min_horizontal(pl.col("day") + pl.col("copy"), LAST_DAY).cast(pl.Int32).cast(pl.Date))
    )
    releases = _texts(releases)
    midnight = pl.col("day").cast(pl.Datetime("us", "UTC"))
    is_timed = pl.col("told_chance") < 0.97
    release_id, capture_id = (_ids(kind, releases["number"], releases["sighting"] * at) for at, kind in enumerate("rc"))
    releases = releases.with_columns(
        release_id=release_id,
        capture_id=capture_id,
        source_id=pl.when(pl.col("copy") == 0).then(pl.lit(ARCHIVE)).otherwise(pl.lit(COPIES)),
        url="https://wire.example/" + release_id,
        captured_at=pl.lit(taken_at) + pl.duration(hours=2 * pl.col("sighting")),
        observed_at=pl.when(pl.col("sighting") == 0)
        .then(midnight + pl.duration(seconds=86_399))
        .otherwise(pl.lit(taken_at) + pl.duration(hours=2)),
        published_at=pl.when(is_timed).then(midnight + pl.duration(hours=9, minutes=pl.col("story") * 7 % 600)),
        published_at_precision_s=pl.when(is_timed).then(60),
        dateline_date=pl.when(is_timed & (pl.col("copy_chance") < 0.5)).then("day"),
        wire=pick(WIRES, releases["number"]),
        issuer=pl.col("name") + pl.when(pl.col("copy_chance") < 0.85).then("form").otherwise(pl.lit("")),
        tickers=_list("ticker"),
        trial_ids=_list("trial_id"),
        phases=_list("phase"),
        interventions=_list("product_name"),
        indications=_list("disease"),
        categories=pl.lit([], pl.List(pl.String)),
        language=pl.when(pl.col("told_chance") > 0.01).then(pl.lit("en")),
        is_health=pl.col("programme").is_not_null() | (pl.col("told_chance") < 0.5),
        is_trial_news=pl.col("programme").is_not_null(),
        is_excerpt=pl.lit(False),
        rules_version=pl.lit(RULES),
    )
    places = releases.select("story", "number", "release_id", "capture_id", "paragraph_start")
    facts = sentences.with_row_index("nth").join(places, on="story", maintain_order="left")
    facts = facts.with_columns(span_start=pl.col("paragraph_start") + pl.col("sentence_start"))
    return releases, facts.with_columns(span_end=pl.col("span_start") + pl.col("sentence").str.len_chars())


def _texts(releases: pl.DataFrame) -> pl.DataFrame:
    """Add title, text and what is counted in it; a second copy has another title, the first has the same text."""
    title = pl.concat_str(
        pl.when(pl.col("copy") == 2).then(pl.lit("Told again: ")),
        "name",
        pl.lit(" Tells Its News of "),
        pl.coalesce("product_name", pl.col("day").cast(pl.String)),
        pl.format(", No. {}", "story"),
        ignore_nulls=True,
    )
    written = releases.with_columns(title=title).with_columns(
        text=pl.concat_str("title", pl.lit("\n\n"), "paragraph", pl.lit("\n\n"), "filler"),
        paragraph_start=pl.col("title").str.len_chars().cast(pl.Int64) + 2,
        sketch=pl.concat_list("news_hashes", "filler_hashes").list.unique().list.sort(),
    )
    ends = [
        ("title", pl.lit(0), pl.col("paragraph_start") - 2),
        ("lead", pl.col("paragraph_start"), pl.col("paragraph_start") + pl.col("paragraph").str.len_chars()),
        ("body", pl.col("text").str.len_chars() - pl.col("filler").str.len_chars(), pl.col("text").str.len_chars()),
    ]
    sections = [
        pl.struct(
            pl.lit(section).alias("section"),
            start.cast(pl.Int32).alias("span_start"),
            end.cast(pl.Int32).alias("span_end"),
        )
        for section, start, end in ends
    ]
    hashes = pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in written["text"]])
    return written.with_columns(text_sha256=hashes, sections=pl.concat_list(sections))


def _milestones(chance: np.random.Generator, facts: pl.DataFrame) -> pl.DataFrame:
    told = facts.filter(pl.col("kind") == "statement")
    # The judge's word is of the sentence: the same wherever it is told.
    rows = int(told["nth"].max() or 0) + 1  # type: ignore[arg-type]
    doubtful = pl.Series(chance.random(rows) < DOUBTFUL_SHARE).gather(told["nth"])
    sure = pl.Series(chance.random(rows).round(3)).gather(told["nth"])
    return told.with_columns(
        milestone_id=_ids("m", told["number"], told["nth"] - told["nth"].min()),
        trial_ids=_list("trial_id"),
        **{
            name: pl.col(name).replace_strict(dict(enumerate([None, *PRECISIONS[1:]])))
            for name in ("window_precision", "superseded_precision")
        },
        **dict.fromkeys(["event_sponsor", "event_sponsor_ticker", "event_sponsor_reason"], pl.lit(None, pl.String)),
        section=pl.lit("lead"),
        rule_id=pl.col("milestone_type") + ".generated",
        rules_version=pl.lit(RULES),
        reader=pl.lit("rules"),
        confidence=pl.when(doubtful).then(0.2 + 0.29 * sure).otherwise(0.5 + 0.49 * sure),
    )


def _mentions(facts: pl.DataFrame) -> pl.DataFrame:
    """Return the places of study names and registry ids; an id stands behind the name, in brackets, or alone."""
    named = facts.filter(pl.col("named_at").is_not_null())
    start = pl.col("span_start") + pl.col("named_at")
    behind = pl.col("acronym").str.len_chars().cast(pl.Int64).fill_null(-2) + 2
    is_statement = pl.col("kind") == "statement"
    acronyms = named.filter(pl.col("acronym").is_not_null()).with_columns(
        span_start=start, span_end=start + pl.col("acronym").str.len_chars(), trial_id=pl.lit(None, pl.String)
    )
    has_id = pl.col("trial_id").is_not_null() & (~is_statement | pl.col("acronym").is_null())
    ids = named.filter(has_id).with_columns(
        span_start=start + behind,
        span_end=start + behind + pl.col("trial_id").str.len_chars(),
        acronym=pl.lit(None, pl.String),
    )
    registry = pl.when(pl.col("trial_id").is_not_null()).then(pl.lit("clinicaltrials.gov"))
    return pl.concat([acronyms, ids]).with_columns(registry=registry)


def _enrolments(facts: pl.DataFrame) -> pl.DataFrame:
    told = facts.filter(pl.col("kind").is_in(["enrolled", "target"]))
    kind = pl.when(pl.col("kind") == "enrolled").then(pl.lit("actual")).otherwise(pl.lit("target"))
    return told.with_columns(kind=kind, value_count="patient_count")


def _name_ties(facts: pl.DataFrame) -> pl.DataFrame:
    told = facts.filter(pl.col("kind").is_in(["product_tie", "sponsor_tie"]))
    is_product = pl.col("kind") == "product_tie"
    return told.with_columns(
        tie_id=_ids("t", told["number"], told["nth"] - told["nth"].min()),
        entity=pl.when(is_product).then(pl.lit("product")).otherwise(pl.lit("sponsor")),
        reason=pl.when(is_product).then(pl.lit("code_of")).otherwise(pl.lit("formerly")),
    )


def _posts(chance: np.random.Generator, releases: pl.DataFrame, taken_at: datetime) -> pl.DataFrame:
    """Return teasers of some releases: some with the address, some with the headline, some of what nobody has read."""
    seen = releases.filter((pl.col("sighting") == 0) & pl.Series(chance.random(len(releases)) < POST_SHARE))
    capture = pl.Series(np.arange(len(seen)) // POSTS_A_CAPTURE)
    kind = pl.Series(chance.random(len(seen)))
    return seen.with_columns(
        post_id=_ids("p", seen["number"], seen["number"] * 0),
        capture_id=_ids("f", capture + seen["number"].min(), capture * 0),
        source_id=pl.lit(FEED),
        kind=pl.lit("feed_item"),
        position=pl.Series(np.arange(len(seen)) % POSTS_A_CAPTURE),
        url=pl.when(kind < 0.5).then("url").otherwise("url" + pl.lit("/teaser")),
        captured_at=pl.lit(taken_at),
        observed_at=pl.lit(taken_at),
        title=pl.when(kind < 0.8).then("title").otherwise(pl.lit("Seen elsewhere: ") + pl.col("title")),
        excerpt=pl.col("filler").str.head(200),
        is_truncated=pl.lit(True),
        age_text=pl.lit(None, pl.String),
    )


def _studies(programmes: pl.DataFrame, taken_at: datetime) -> pl.DataFrame:
    """Return the registry's records: one for each programme with an id, as of the pull."""
    known = programmes.filter(pl.col("trial_id").is_not_null())
    known = name_sponsors(known.with_columns(day=pl.lit(LAST_DAY)))
    start = pl.col("start_day").cast(pl.Int32).cast(pl.Date)
    # Some records say something else than the press: another phase, or a later end.
    is_apart = pl.col("programme") % 10 == 3
    end = start.dt.offset_by("22mo") + pl.when(is_apart).then(pl.duration(days=200)).otherwise(pl.duration(days=0))
    return known.with_columns(
        capture_id=_ids("s", known["programme"], known["programme"] * 0),
        source_id=pl.lit(REGISTRY),
        captured_at=pl.lit(taken_at),
        observed_at=pl.lit(taken_at),
        registry=pl.lit("clinicaltrials.gov"),
        title=pl.format("A study of {} in {}", "code", "disease"),
        status=pick(["RECRUITING", "COMPLETED", "ACTIVE_NOT_RECRUITING", "TERMINATED"], known["programme"]),
        phases=pl.when(is_apart).then(pl.lit("1")).otherwise("phase").reshape((-1, 1)).cast(pl.List(pl.String)),
        sponsor=pl.col("name") + pl.col("form"),
        conditions=_list("disease"),
        interventions=_list("code"),
        start_date=start.dt.strftime("%Y-%m"),
        start_date_kind=pl.lit("ACTUAL"),
        primary_completion_date=end.dt.strftime("%Y-%m-%d"),
        primary_completion_date_kind=pl.lit("ESTIMATED"),
        enrolment_count=pl.col("patient_count") + pl.when(is_apart).then(50).otherwise(0),
        enrolment_kind=pl.lit("ESTIMATED"),
        last_update_date=pl.lit("2026-06-15"),
    )


def _rejects(chance: np.random.Generator, releases: pl.DataFrame) -> pl.DataFrame:
    """Return what was refused: whole items, each in a capture of its own, and rows of releases that were kept."""
    refused = releases.filter(pl.Series(chance.random(len(releases)) < REJECT_SHARE) & (pl.col("sighting") == 0))
    is_item = pl.col("number") % 2 == 0
    own_capture = _ids("x", refused["number"], refused["number"] * 0)
    return refused.with_columns(
        reject_id=_ids("j", refused["number"], refused["number"] * 0),
        capture_id=pl.when(is_item).then(own_capture).otherwise("capture_id"),
        location="release_id",
        unit=pl.when(is_item).then(pl.lit("item")).otherwise(pl.lit("row")),
        stage=pl.when(is_item).then(pl.lit("read")).otherwise(pl.lit("schema")),
        reason=pl.when(is_item).then(pl.lit("no_title")).otherwise(pl.lit("schema_violation")),
        detail=pl.lit("No headline stands above the text."),
        remedy=pl.lit("Give the item a title."),
        opening=pl.col("filler").str.head(200),
    )


def _captures(
    releases: pl.DataFrame, posts: pl.DataFrame, studies: pl.DataFrame, rejects: pl.DataFrame
) -> pl.DataFrame:
    """Return the log: a capture for each release, record and refused item, and one for each few posts."""
    columns = ["capture_id", "source_id", "captured_at", "observed_at", "kind", "payload_bytes"]
    items = [
        releases.with_columns(kind=pl.lit("archive"), payload_bytes=pl.col("text").str.len_bytes()),
        posts.with_columns(kind=pl.lit("feed"), payload_bytes=pl.col("excerpt").str.len_bytes()),
        studies.with_columns(kind=pl.lit("registry"), payload_bytes=pl.lit(4000)),
        rejects.filter(pl.col("unit") == "item").with_columns(kind=pl.lit("archive"), payload_bytes=pl.lit(300)),
    ]
    rows = pl.concat([frame.select(columns).cast({"payload_bytes": pl.Int64}) for frame in items])
    return rows.group_by("capture_id", maintain_order=True).agg(
        pl.col("source_id", "captured_at", "observed_at", "kind").first(),
        pl.col("payload_bytes").sum(),
        pl.len().alias("item_count"),
        pl.lit("generated").alias("location"),
        pl.lit(None, pl.String).alias("payload_sha256"),
    )


def _list(column: str) -> pl.Expr:
    """Return the value as a list of one, or of none where it is null."""
    return pl.concat_list(pl.col(column).cast(pl.String)).list.drop_nulls()


def _ids(kind: str, *numbers: pl.Series) -> pl.Series:
    """Return 16 hex digits for each row, another for other numbers or another kind of thing."""
    mixed = _mix(np.full(len(numbers[0]), ord(kind), dtype=np.uint64))
    for number in numbers:
        mixed = _mix(mixed ^ number.cast(pl.UInt64).to_numpy())
    digits = mixed.byteswap().tobytes().hex().encode()
    offsets = np.arange(len(mixed) + 1, dtype=np.int64) * 16
    texts = pa.LargeStringArray.from_buffers(len(mixed), pa.py_buffer(offsets), pa.py_buffer(digits))
    return pl.Series(texts)


def _mix(numbers: np.ndarray) -> np.ndarray:
    """Return other numbers of 64 bits that look random, one for each: SplitMix64, whose steps can be undone."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _as_staged(schema: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of a schema; one that nobody filled is null."""
    filled = frame.with_columns(pl.lit(None).alias(name) for name in schema.column_names() if name not in frame.columns)
    types = {name: column.dtype for name, column in schema.columns().items()}
    return filled.select(schema.column_names()).cast(types)


if __name__ == "__main__":
    sys.exit(main())
