"""Facts stated in releases: milestones, trial mentions and enrolments, each with its place in the text."""

import dataframely as dy
import polars as pl

from transforms.reference import keys
from transforms.tables.columns import identifier, offset, texts
from transforms.tables.releases import SECTIONS

EVENT_SPONSOR_REASONS = ["subject", "paragraph", "entry", "about", "coverage"]


class Milestones(dy.Schema):
    """Events that a release states.

    Grain: one row for each event stated in a release (in each capture of it).
    Source: transforms.facts; the words are those of the annotation guide in docs.
    """

    milestone_id = identifier("Hash of release, type, role, detail, agency and sentence.", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    release_id = identifier("The release.")
    milestone_type = dy.Enum(keys("milestone_types"), description="What happened, a key of milestone_types.")
    role = dy.Enum(keys("roles"), description="announced, guidance or background.")
    detail = dy.String(nullable=True, description="Which designation, which amount, as the type asks for.")
    agency = dy.String(nullable=True, description="Regulator, short: FDA, EMA; null where the text ties none to it.")
    window_start = dy.Date(nullable=True, description="First day of the stated time, inclusive.")
    window_end = dy.Date(nullable=True, description="Last day of the stated time, inclusive; null for vague ones.")
    window_precision = dy.Enum(
        keys("window_precisions"), nullable=True, description="What the text gave: day, month, quarter, by and so on."
    )
    is_withdrawn = dy.Bool(
        description="The plan is taken back, or told as delayed, without a new date: guidance without a window."
    )
    superseded_start = dy.Date(
        nullable=True, description="First day of the time that the text says held before; null where it tells an end."
    )
    superseded_end = dy.Date(nullable=True, description="Last day of the time that the text says held before.")
    superseded_precision = dy.Enum(
        keys("window_precisions"), nullable=True, description="What the text gave of it: quarter, by and so on."
    )
    phase = dy.String(nullable=True, description="Phase of the trial, folded; null where the text ties none to it.")
    trial_ids = texts("Registry ids that the text ties to the event.")
    intervention = dy.String(nullable=True, description="Product that the text ties to the event.")
    indication = dy.String(nullable=True, description="Disease that the text ties to the event.")
    event_sponsor = dy.String(
        nullable=True,
        min_length=1,
        description="Organisation whose event it is, as the text names it, where that is another than the release's "
        "issuer, as in a digest or an analyst's note; null: the issuer's, or unclear.",
    )
    event_sponsor_ticker = dy.String(
        nullable=True, description="Its EXCHANGE:SYMBOL in the text; null where the text gives none."
    )
    event_sponsor_reason = dy.Enum(
        EVENT_SPONSOR_REASONS,
        nullable=True,
        description="What says so: subject (the sentence tells of it), paragraph (the sentence before does), entry (it "
        "opens its entry of a digest), about (the heading `About …`), coverage (the headline of a research house).",
    )
    section = dy.Enum(SECTIONS, description="Part of the release that the sentence stands in.")
    sentence = dy.String(min_length=1, description="The sentence that states it: text[span_start:span_end].")
    span_start = offset("Start of the sentence.")
    span_end = offset("End of the sentence, exclusive.")
    rule_id = dy.String(description="Rule that found it; model.<type> where the judge did.")
    rules_version = dy.String(
        description="Hash of the rules that read it, and of the judge's weights, joined by a plus."
    )
    reader = dy.Enum(
        ["rules", "model", "both"],
        description="Who would have found it: rules, model (the judge's words alone) or both.",
    )
    confidence = dy.Float64(min=0, max=1, description="Probability that type and role are right, by the judge, 0 to 1.")

    @dy.rule()
    def window_is_ordered(cls) -> pl.Expr:
        return (pl.col("window_start") <= pl.col("window_end")).fill_null(True)

    @dy.rule()
    def window_has_precision(cls) -> pl.Expr:
        return pl.col("window_start").is_null() == pl.col("window_precision").is_null()

    @dy.rule()
    def superseded_is_ordered(cls) -> pl.Expr:
        return (pl.col("superseded_start") <= pl.col("superseded_end")).fill_null(True)

    @dy.rule()
    def superseded_has_precision(cls) -> pl.Expr:
        return pl.col("superseded_end").is_null() == pl.col("superseded_precision").is_null()

    @dy.rule()
    def only_plans_change(cls) -> pl.Expr:
        is_changed = pl.col("is_withdrawn") | pl.col("superseded_end").is_not_null()
        return ~is_changed | (pl.col("role") == "guidance")

    @dy.rule()
    def withdrawn_has_no_window(cls) -> pl.Expr:
        return ~pl.col("is_withdrawn") | pl.col("window_start").is_null()

    @dy.rule()
    def event_sponsor_has_reason(cls) -> pl.Expr:
        return pl.col("event_sponsor").is_null() == pl.col("event_sponsor_reason").is_null()

    @dy.rule()
    def ticker_has_event_sponsor(cls) -> pl.Expr:
        return pl.col("event_sponsor_ticker").is_null() | pl.col("event_sponsor").is_not_null()

    @dy.rule()
    def span_is_sentence_long(cls) -> pl.Expr:
        return (pl.col("span_end") - pl.col("span_start")) == pl.col("sentence").str.len_chars()


class TrialMentions(dy.Schema):
    """Trials named in a release.

    Grain: one row for each place in a release that names a trial by registry id or study name.
    Source: transforms.facts.
    """

    release_id = identifier("The release.", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    span_start = offset("Start of the name.", primary_key=True)
    span_end = offset("End of the name, exclusive.")
    trial_id = dy.String(nullable=True, description="Registry id, upper-cased; null where only a name is given.")
    registry = dy.String(nullable=True, description="Registry of the id, such as clinicaltrials.gov; null for names.")
    acronym = dy.String(nullable=True, description="Study name as written: MERIDIAN-UC; null for bare ids.")
    phase = dy.String(nullable=True, description="Phase that the text ties to it.")


class Enrolments(dy.Schema):
    """Numbers of patients that a release states for a trial.

    Grain: one row for each number and kind in a release. Cohort sizes are left out.
    Source: transforms.facts.
    """

    release_id = identifier("The release.", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    value_count = dy.Int64(min=1, primary_key=True, description="Patients.")
    kind = dy.Enum(["target", "actual", "maximum"], primary_key=True, description="What the number is.")
    sentence = dy.String(min_length=1, description="The sentence that states it.")
    span_start = offset("Start of the sentence.")
    span_end = offset("End of the sentence, exclusive.")
