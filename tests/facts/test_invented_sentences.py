"""The invented sentences that the judge's words are learned from: whether each row says what it may say, once."""

import csv
import re

from transforms.reference import REFERENCE_DIR, keys

FILE = REFERENCE_DIR.parent / "model" / "sentences.csv"
SECTIONS = {"title", "subtitle", "lead", "body", "bullet", "quote", "about"}
ROLES = {"announced", "guidance", "background"}
MARKS = {"<C>", "<P>", "<D>", "<T>"}


def rows():
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_row_names_a_section_and_known_events():
    types = set(keys("milestone_types"))
    wrong = [
        (number, row)
        for number, row in enumerate(rows(), start=2)
        if row["section"] not in SECTIONS
        or not row["sentence"].strip()
        or any(
            (told := event.split("."))[0] not in types or len(told) != 2 or told[1] not in ROLES
            for event in row["events"].split(";")
            if event
        )
    ]
    assert wrong == [], "line of the file, and what stands there"


def test_names_are_marked_by_known_marks():
    unknown = {mark for row in rows() for mark in re.findall(r"<\w*>", row["sentence"])} - MARKS
    assert unknown == set()


def test_no_sentence_stands_twice():
    sentences = [row["sentence"].casefold() for row in rows()]
    assert len(sentences) == len(set(sentences))


def test_every_type_is_told_in_some_way_and_near_misses_are_there():
    told = {event.split(".")[0] for row in rows() for event in row["events"].split(";") if event}
    assert told == set(keys("milestone_types"))
    assert sum(not row["events"] for row in rows()) > len(rows()) / 8
