"""Releases: as read from a payload (Documents), and with the fields that their text states (Releases)."""

import dataframely as dy

from transforms.reference import keys
from transforms.tables.columns import captured_at, identifier, observed_at, offset, texts, utc

SECTIONS = [
    "header",
    "title",
    "subtitle",
    "bullet",
    "lead",
    "body",
    "quote",
    "about",
    "forward_looking",
    "contact",
    "chrome",
]


class Documents(dy.Schema):
    """A release as read, before its facts.

    Grain: one row for each release in each capture.
    Source: transforms.read. Inside the parser only; it is not written.
    """

    release_id = identifier("Hash of the place (URL, else source and location).", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    url = dy.String(nullable=True, description="Address of the release; null where it is only a file.")
    captured_at = captured_at()
    observed_at = observed_at()
    title = dy.String(nullable=True, description="Headline as the page states it; null where only the text has it.")
    published_at = utc("When the place says it was published, UTC; null where it does not say.", nullable=True)
    published_at_precision_s = dy.Int32(
        nullable=True, min=0, description="How exact published_at is, seconds: 1 for a time, 86400 for a day."
    )
    categories = texts("Categories the place files it under, as written.")
    source_line = dy.String(nullable=True, description="The wire's `Source:` line, without that word.")
    is_excerpt = dy.Bool(description="True where the reader had to settle for a short or doubtful text.")
    text = dy.String(min_length=1, description="Headline, bullets and body as read, blocks parted by blank lines.")


class Releases(dy.Schema):
    """Press releases with the fields that their text states.

    Grain: one row for each release in each capture. A page that was captured twice with other text has two rows of the
    same release_id.
    Source: transforms.read and transforms.facts.
    """

    release_id = identifier("Hash of the place (URL, else source and location).", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    url = dy.String(nullable=True, description="Address of the release; null where it is only a file.")
    captured_at = captured_at()
    observed_at = observed_at()
    title = dy.String(description="The headline, without site name or category.")
    published_at = utc("When the place says it was published, UTC; null where it does not say.", nullable=True)
    published_at_precision_s = dy.Int32(
        nullable=True, min=0, description="How exact published_at is, seconds: 1 for a time, 86400 for a day."
    )
    dateline_city = dy.String(nullable=True, description="City of the dateline, as written.")
    dateline_region = dy.String(nullable=True, description="State or country of the dateline, as written.")
    dateline_date = dy.Date(nullable=True, description="Date of the dateline; null where the text has none.")
    wire = dy.Enum(keys("wires"), nullable=True, description="Wire named in the text; null where none is named.")
    issuer = dy.String(nullable=True, description="Organisation whose news it is, as a short name.")
    tickers = texts("Every EXCHANGE:SYMBOL in the text, exchanges folded.")
    trial_ids = texts("Registry identifiers, upper-cased.")
    phases = texts("Trial phases, folded: 1, 1b/2a, 3, pivotal and so on.")
    interventions = texts("Products that the news is about, as named.")
    indications = texts("Diseases that the news is about, long names.")
    categories = texts("Categories the place files it under, as written.")
    language = dy.String(nullable=True, description="ISO 639-1 code of the text's language; null where unsure.")
    is_health = dy.Bool(description="The release is about human health.")
    is_trial_news = dy.Bool(description="It concerns a clinical trial or a product's regulatory standing.")
    is_excerpt = dy.Bool(description="True where the reader had to settle for a short or doubtful text.")
    text = dy.String(min_length=1, description="The text that all offsets refer to.")
    text_sha256 = dy.String(regex=r"^[0-9a-f]{64}$", description="SHA-256 of text in UTF-8.")
    sections = dy.List(
        dy.Struct(
            {
                "section": dy.Enum(SECTIONS),
                "span_start": offset("Start."),
                "span_end": offset("End, exclusive."),
            }
        ),
        nullable=False,
        description="Parts of the text, in order.",
    )
    sketch = dy.List(dy.UInt64(), nullable=False, description="Hashes of the body's sentences; copies share most.")
    rules_version = dy.String(
        description="Hash of the rules that read it, and of the judge's weights, joined by a plus."
    )
