"""Invented sentences that the judge's words are learned from, beside real releases; no figure is measured on them.

`sentences.csv` holds one sentence a row, invented and worded in as many ways as people have for an event, with what it
states by the annotation guide, and near misses that state nothing:

- section: where it stands, `title`, `subtitle`, `lead`, `body`, `bullet`, `quote` or `about`.
- events: each event that it states, as `type.role`, parted by `;`; empty where it states none.
- sentence: its text; `<C>` is the company, `<P>` its product, `<D>` the disease, `<T>` the study.
"""

import csv
import random
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "sentences.csv"
SEED = 1
PUBLISHED = "2024-03-05"
DATELINE = "BASEL, Switzerland, March 5, 2024 -- "
# Names that stand for others: the judge sees only that a company, a product, a disease or a study is named.
NAMES = {
    "<C>": ("Orvana Bio", "Helmgard Therapeutics", "Castellan Pharma", "Nuvarra Biosciences", "Tidewell Medical"),
    "<P>": ("OVB-112", "HLG-204", "castelumab", "zelvotinib", "BMP-310", "lindocept"),
    "<D>": ("ulcerative colitis", "acute myeloid leukemia", "atopic dermatitis", "heart failure", "hemophilia B"),
    "<T>": ("HORIZON-2", "LUMEN-1", "ASPIRE-3", "BEACON-7", "EVERGREEN-1"),
}


def invented_sentences() -> list[dict[str, Any]]:
    """Return each sentence in a short release of its own: doc_id, text, title, published, release, milestones.

    `span` is where the sentence stands: only what is read there was labelled.
    """
    names = random.Random(SEED)  # noqa: S311 - chosen, not secret
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [_release(number, row, names) for number, row in enumerate(csv.DictReader(lines))]


def _release(number: int, row: dict[str, str], names: random.Random) -> dict[str, Any]:
    named = {mark: names.choice(known) for mark, known in NAMES.items()}
    sentence = row["sentence"]
    for mark, name in named.items():
        sentence = sentence.replace(mark, name)
    text = _text_of(row["section"], sentence, named["<C>"], named["<P>"], named["<D>"])
    start = text.index(sentence)
    span = start, start + len(sentence)
    told = [event.split(".") for event in row["events"].split(";") if event]
    return {
        "doc_id": f"sentence-{number}",
        "text": text,
        "title": None,
        "published": PUBLISHED,
        "release": {"issuer": named["<C>"], "is_health": True},
        "milestones": [{"milestone_type": kind, "role": role, "detail": None, "evidence": span} for kind, role in told],
        "span": span,
    }


def _text_of(section: str, sentence: str, company: str, product: str, disease: str) -> str:
    """Return the release around a sentence, which states nothing else."""
    headline = f"{company} Gives an Update on {product} in {disease.title()}"
    about = f"{company} develops {product} for patients with {disease}."
    lead = f"{DATELINE}{company}, a developer of {product} for patients with {disease}, gave an update on its work."
    match section:
        case "title":
            return f"{sentence}\n\n{lead}"
        case "subtitle":
            return f"{headline}\n\n{sentence}\n\n{lead}"
        case "lead":
            return f"{headline}\n\n{DATELINE}{sentence}\n\n{about}"
        case "bullet":
            return f"{headline}\n\n{lead}\n\nHighlights\n\n• {sentence}"
        case "about":
            return f"{headline}\n\n{lead}\n\nAbout {company}\n\n{about} {sentence}"
        case _:
            return f"{headline}\n\n{lead}\n\n{sentence}"
