"""Parts of a release: title, lead, body, boilerplate and so on.

Cutting parts into sentences does not belong here (units), nor reading the dateline's words (dateline).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6})\.?"
)
ORDINAL = r"(?:st|nd|rd|th)?"
DAY = rf"(?:{MONTH}[\s*]{{0,6}}\d{{1,2}}{ORDINAL}[\s*]{{0,6}},?\s?\d{{4}}|\d{{1,2}}{ORDINAL}\s{MONTH},?\s\d{{4}})"
DASH = r"(?:--+|[—–]|-|:|&[mn]dash;|\||â€”)"
# `NEW YORK, Feb. 03, 2026 (WIRE NAME) --`; the wire's own mark is in brackets or slashes.
WIRE_MARK = (
    r"(?:\([^()\n]{0,40}(?:WIRE|Wire|wire|Newsfile|NEWSFILE|Newsworthy|CNW|EQS|Presse)[^()\n]{0,40}\)"
    r"|/(?:PR ?Newswire|PRNEWSWIRE|CNW|24-7PressRelease|EIN ?Presswire|[A-Z][A-Za-z0-9 .-]{0,30}[Ww](?:ire|IRE))"
    r"[^/\n]{0,30}/"
    r"|PR ?Newswire/|//)"
)
# `(Newsworthy) Monday Feb 3, 2026 @ 7:00 AM Eastern —`
HOUR = r"(?:\s@\s\d{1,2}[:.]\d\d\s?[AaPp]\.?[Mm]\.?(?:\s[\w/]{2,25}){0,2})?"
WEEKDAY_AND_HOUR = rf"(?:[A-Z][a-z]{{2,5}}day,?\s{DAY}{HOUR}\s(?={DASH}))"
MARKED = re.compile(
    rf"{WIRE_MARK}[\s*]{{0,4}}"
    rf"(?:{WEEKDAY_AND_HOUR}|{DASH}[\s*]{{0,4}}{DAY}[\s*]{{0,4}}(?:{DASH}\s{{0,2}}[A-Z][A-Z .,]{{2,40}})?)?"
    rf"(?:[\s*]{{0,4}}{DASH}[\s*]{{0,4}}|[\s*]{{1,4}}(?=[A-Z]))"
)
TIME = r"(?:,?\s\d{1,2}[:.]\d\d(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{2,4}\b)?)?"
# Words and what parts them share no character: hostile text must not be walked in many ways.
PLACE_REST = r"[A-Za-zÀ-ž.'’()/&-]{1,40}(?:,?[ *]{1,4}[A-Za-zÀ-ž.'’()/&-]{1,30}){0,9}"
PLACE = rf"[A-Z]{PLACE_REST}"
# At the start or behind a gap; the capital comes first, so that `re` skips to the capitals.
UNMARKED = re.compile(
    rf"[A-Z](?<![^\s*][A-Z]){PLACE_REST},?[\s*]{{0,4}}(?:{DASH}\s)?{DAY}{TIME}[\s*]{{0,4}}(?:{DASH}[\s*]{{0,4}}|/+\s?)"
)
UNMARKED_OPENING = re.compile(
    rf"(?:[A-Z][A-Za-zÀ-ž.'’-]{{1,20}},?\s){{1,6}}{DAY}\.\s|{DAY}\s?{DASH}\s?{PLACE}\s?{DASH}\s"
)
# Looked for first, since most paragraphs have neither: a month beside a year, and what every mark holds one of.
DAY_HINT = re.compile(rf"{MONTH}[\s*]{{0,6}}(?:\d{{1,2}}{ORDINAL}[\s*]{{0,6}})?,?\s?\d{{4}}")
# A day with what must follow it in a dateline without a mark.
DAY_AND_DASH = re.compile(rf"{DAY_HINT.pattern}{TIME}[\s*]{{0,4}}(?:{DASH}|/)")
MARK_HINTS = ("/", "WIRE", "Wire", "wire", "Newsfile", "NEWSFILE", "Newsworthy", "CNW", "EQS", "Presse")
# What stands before the mark: places, the first in capitals or at the start of the line, and the day.
PLACE_AND_DAY = re.compile(
    r"[A-ZÀ-Ž](?<![^\s*][A-ZÀ-Ž])[A-Za-zÀ-ž.'’()-]{1,30}(?:[, *&|/]{1,4}[A-ZÀ-Ža-z][A-Za-zÀ-ž.'’()-]{0,30}){0,9}"
    rf"[, *]{{0,4}}(?:{DASH}\s?)?(?:{DAY})?[\s*]{{0,4}}(?:{DASH}\s?)?\Z"
)
# What may stand behind a dateline in a line of its own: `/ Hollin Clinic /`, on whose behalf; the story begins below.
ALONE = re.compile(r"[\s/]{0,4}(?:[^/\n]{2,90}/+|(?i:disseminated|distributed|issued) on behalf of [^.\n]{2,80})?\s*\Z")
# How far into a paragraph a dateline may stand: pages glue headline and bullets before it.
DATELINE_REACH = 1500
# More than a place before a day can take.
PLACE_REACH = 600
HEADLINE_LIMIT = 130

HEADER = re.compile(
    r"(?:categor(?:y|ies)|tags?|published|posted|date|updated)\s?:|\|?\s?source\s?:|\||for immediate release\b"
    r"|press release$|news release$|by [A-Z][\w.'-]{0,20}(?: [A-Z][\w.'-]{0,20}){1,3}$"
    r"|download as pdf|share (?:this|on)\b|print$|pdf version",
    re.IGNORECASE,
)
BULLET = re.compile(r"(?:[•·▪●○◦■\u25aa\u2023\uf0b7]|[*o](?=\s)|[–—-](?=\s))\s{0,8}")
CHROME = re.compile(
    r"(?:recent|latest|related|popular|trending)\s(?:posts?|news|articles?|stories|releases)\s{0,3}:?$"
    r"|also from this source|more (?:news )?from this (?:source|section)|you (?:may|might) also like"
    r"|view original content|view source version"
    r"|a photo accompanying this|an infographic accompanying this|to view the (?:full press release|source version)"
    r"|logo\s?[-–:]\s?https?:",
    re.IGNORECASE,
)
# Lists of other headlines run to the end of the page; the other chrome is a line of its own.
CHROME_TO_END = re.compile(r"(?:recent|latest|related|popular|trending)|also from|more |you ", re.IGNORECASE)
ABOUT = re.compile(r"(?:#{1,4}\s?|\*{1,3}\s?)?(?:About|ABOUT)\s+\S")
FORWARD_HEAD = re.compile(
    r"(?:\W{0,4})(?:cautionary|forward[- ]looking|safe harbou?r|note (?:regarding|on|about)|special note"
    r"|(?:important )?disclaimer|disclosure (?:notice|regarding)|legal notice)\b.{0,120}$",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\W{0,4}(?:(?:[A-Za-z&/,]{1,20} ){0,4}(?:contacts?|inquiries|enquiries|relations)\b[^.!?\n]{0,50}:?$|contacts?\s?:"
    r"|source:? [A-Z][^.!?\n]{0,80}$"
    r"|for (?:more|further|additional) information,? (?:please )?contact\b)",
    re.IGNORECASE,
)
FORWARD = re.compile(
    r"forward[- ]looking (?:statement|information)|(?:are|be|constitute|deemed|considered) [\"“]?forward[- ]looking\b"
    r"|private securities litigation reform act|^safe harbou?r statement",
    re.IGNORECASE,
)
# Words of FORWARD without their first letter; looked for first, since most paragraphs have none of them.
FORWARD_WORDS = ("orward", "ORWARD", "itigation Reform", "afe Harbo", "afe harbo", "AFE HARBO")
FORWARD_HINTS = ("orward", "itigation reform", "afe harbo")
FORWARD_LEAD = 40  # more than what a match has before its hint
# `About Acme: Acme is …` or `About Acme Acme is …` inside a paragraph that a page glued together.
INLINE_ABOUT = re.compile(
    r"About (?:the )?([A-Z0-9][\w®™.&'’-]{1,40}(?:,? [\w®™.&'’()-]{1,30}){0,7}?)"
    r"(?:\*{0,3}\s?[:—–]\s|\*{0,3}\s{0,2}(?:The )?\1\b)"
)
# What must stand before it, which is part of the head; at most this long.
ABOUT_LEAD = re.compile(r"(?<=[.!?”\"*)\d\s])\s{0,3}\*{0,3}(?<!\w)\Z")
ABOUT_REACH = 8
SENTENCE_END = re.compile(r"[.!?][\"”)*]{0,4}\d{0,2}\s+(?=[\"“(*A-Z])")
# Where boilerplate may begin in a glued paragraph: behind a sentence, a row of asterisks, a bold head.
BREAK = re.compile(r"[.!?][\"”)*]{0,4}\d{0,2}\s+(?=[\"“(*A-Z])|\*\s\*+(?=\s?[A-Z])|\s\*\*(?=[A-Z])|\s\*\s(?=[A-Z])")
NOT_WORD = re.compile(r"\W+")
GLUED_LENGTH = 400
# How much of a line tells what it is, in code points; and how many lines may stand before a headline.
LINE_REACH = 400
HEADER_LINES = 7


@dataclass(frozen=True)
class Section:
    """A part of a text; `section` is one of transforms.tables.releases.SECTIONS, offsets are code points."""

    section: str
    span_start: int
    span_end: int


def find_sections(text: str, title: str | None) -> list[Section]:
    """Return the parts of `text` in order; they do not overlap and cover every line that is not blank.

    Args:
        text: Headline, bullets and body as read, blocks parted by line breaks.
        title: The headline as the page states it; None where only the text has it.
    """
    lines = list(_lines(text))
    sections, read = _read_head(text, lines, title)
    state = "body"
    for start, end in lines[read:]:
        line = text[start : min(end, start + LINE_REACH)]
        if state != "chrome" and CHROME.match(line):
            state = "chrome" if CHROME_TO_END.match(line) else state
            sections.append(Section("chrome", start, end))
            continue
        if state == "contact" and end - start > HEADLINE_LIMIT and dateline_span(text, start, start + LINE_REACH):
            # Filings name the contacts before the story.
            sections.extend(_split_paragraph(text, start, end, "lead"))
            state = "body"
            continue
        if state != "chrome":
            state = _next_state(state, line, short=end - start <= HEADLINE_LIMIT)
        sections.extend(_split_paragraph(text, start, end, state))
        if sections[-1].section in {"about", "forward_looking"} and end - start > GLUED_LENGTH:
            state = sections[-1].section
    return sections


def _read_head(text: str, lines: list[tuple[int, int]], title: str | None) -> tuple[list[Section], int]:
    """Return the sections up to the lead, and how many lines they take: headers, title, subtitles, bullets, lead."""
    sections: list[Section] = []
    wanted = _fold(title)[:40] if title else None
    has_dateline = _dateline_ahead(text)
    has_title = False
    for count, (start, end) in enumerate(lines):
        line = text[start : min(end, start + LINE_REACH)]
        short = end - start <= HEADLINE_LIMIT
        if short and HEADER.match(line):
            sections.append(Section("header", start, end))
        elif not has_title:
            # What stands before the headline that the page states is the page's own; but it is somewhere near.
            if wanted and has_dateline and _fold(line)[:40] != wanted and count < HEADER_LINES:
                sections.append(Section("header", start, end))
                continue
            has_title = True
            sections.extend(_split_title(text, start, end, title))
        elif CHROME.match(line) or _is_boilerplate_head(line, short=short):
            return sections, count
        else:
            sections.extend(_split_opening(text, start, end, has_dateline=has_dateline))
        if sections[-1].section not in {"header", "title", "subtitle", "bullet"}:
            if not _is_dateline_alone(text, sections[-1]):
                return sections, count + 1
            sections[-1] = Section("header", sections[-1].span_start, sections[-1].span_end)
            has_dateline = False
    return sections, len(lines)


def dateline_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the dateline in text[start:end], the dash after it included; None where there is none."""
    window = text[start : min(end, start + DATELINE_REACH)]
    marked = MARKED.search(window) if any(hint in window for hint in MARK_HINTS) else None
    unmarked = None
    hint = DAY_HINT.search(window)
    if hint and (marked is None or hint.start() < marked.start()):
        if DAY_AND_DASH.search(window, hint.start()):
            unmarked = UNMARKED.search(window, max(0, hint.start() - PLACE_REACH))
        if unmarked is None or unmarked.start():
            unmarked = UNMARKED_OPENING.match(window) or unmarked
    if marked and (unmarked is None or marked.start() <= unmarked.end()):
        opening = PLACE_AND_DAY.search(window, max(0, marked.start() - 100), marked.start())
        return start + (opening or marked).start(), start + marked.end()
    if unmarked:
        return start + unmarked.start(), start + unmarked.end()
    return None


def _is_dateline_alone(text: str, lead: Section) -> bool:
    """Tell whether a lead has a dateline and no story behind it."""
    dateline = dateline_span(text, lead.span_start, lead.span_end) if lead.section == "lead" else None
    return dateline is not None and ALONE.match(text, dateline[1], lead.span_end) is not None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stripped span of each line that is not blank; hard-wrapped lines are joined."""
    held: tuple[int, int] | None = None
    at = 0
    for raw in text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        stripped = raw.strip()
        if not stripped:
            if held:
                yield held
            held = None
            continue
        lead = len(raw) - len(raw.lstrip())
        span = (start + lead, start + lead + len(stripped))
        if held and _continues(text, held, span):
            held = (held[0], span[1])
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _continues(text: str, held: tuple[int, int], span: tuple[int, int]) -> bool:
    """Tell whether a line goes on in the next, as in texts wrapped at a fixed width."""
    breaks_at = text.rfind("\n", held[0], held[1])
    width = held[1] - (breaks_at + 1 if breaks_at >= 0 else held[0])
    return 45 <= width <= 110 and text[held[1] - 1] not in '.!?:;”"' and text[span[0]].islower()


def _fold(line: str) -> str:
    return NOT_WORD.sub(" ", line).strip().casefold()


def _dateline_ahead(text: str) -> bool:
    return dateline_span(text, 0, min(len(text), 3000)) is not None


def _is_boilerplate_head(line: str, *, short: bool) -> bool:
    return short and bool(ABOUT.match(line) or FORWARD_HEAD.match(line) or CONTACT.match(line))


def _next_state(state: str, line: str, *, short: bool) -> str:
    """Return the state that a line's head opens: about, forward_looking, contact; a plain head ends boilerplate."""
    if ABOUT.match(line) and (short or re.match(r"[^.!?]{3,90}:\s", line)):
        return "about"
    if short and FORWARD_HEAD.match(line):
        return "forward_looking"
    if short and CONTACT.match(line):
        return "contact"
    if state in {"about", "forward_looking"} and short and _is_plain_head(line):
        return "body"
    return state


def _is_plain_head(line: str) -> bool:
    words = line.split()
    if len(words) < 2 or line[-1] in ".,;!?…" or BULLET.match(line) or "@" in line or "http" in line:
        return False
    capitals = sum(word[:1].isupper() for word in words)
    return 2 * capitals > len(words) and not re.search(r"\d{3}[-. ]\d{4}", line)


def _split_title(text: str, start: int, end: int, title: str | None) -> list[Section]:
    """Return the title, and what a page glued behind it."""
    if end - start <= 2 * HEADLINE_LIMIT + 140:
        mark = MARKED.search(text, start, end)
        # A short text in one line has its dateline there; two slashes alone may be the headline's own.
        if mark is None or mark.group().startswith("//"):
            return [Section("title", start, end)]
    dateline = dateline_span(text, start, end)
    if dateline is None:
        first = SENTENCE_END.search(text, start, end)
        # Where nothing else parts the headline from the story, the page says how long it is.
        stated = start + len(title) if title and text.startswith(title, start) else end
        cut = first.end() if first and first.end() - start < 300 else stated
        parts = [Section("title", start, cut)]
        return parts + _split_paragraph(text, cut, end, "lead") if cut < end else parts
    parts = [Section("title", start, dateline[0])] if dateline[0] > start else []
    return parts + _split_paragraph(text, dateline[0], end, "lead")


def _split_opening(text: str, start: int, end: int, *, has_dateline: bool) -> list[Section]:
    """Return the parts of a line between title and lead: a bullet, a subtitle, or the lead itself."""
    if BULLET.match(text, start):
        return [Section("bullet", start, end)]
    if has_dateline:
        dateline = dateline_span(text, start, end)
        if dateline:
            head = [Section("subtitle", start, dateline[0])] if dateline[0] - start > 3 else []
            return head + _split_paragraph(text, dateline[0] if head else start, end, "lead")
        # Somebody who writes a long paragraph before the dateline has begun the story.
        if end - start > GLUED_LENGTH and text[end - 1] in '.!?”"':
            return _split_paragraph(text, start, end, "lead")
        return [Section("subtitle", start, end)]
    if text[end - 1] in '.!?…”"' or end - start > 2 * HEADLINE_LIMIT:
        return _split_paragraph(text, start, end, "lead")
    return [Section("subtitle", start, end)]


def _split_paragraph(text: str, start: int, end: int, state: str) -> list[Section]:
    """Return a paragraph cut where boilerplate begins inside it."""
    cuts = [(start, state)]
    if state in {"lead", "body"}:
        cuts = [(start, "bullet" if BULLET.match(text, start) else state)]
        if end - start > GLUED_LENGTH:
            cuts += [(about, "about") for about in _inline_abouts(text, start + 1, end)]
        if any(text.find(word, start, end) >= 0 for word in FORWARD_WORDS):
            found = FORWARD.search(text, _first_hint(text, start, end), end)
            cuts += [(_sentence_start(text, start, found.start()), "forward_looking")] if found else []
    cuts.sort(key=lambda cut: cut[0])
    ends = [cut[0] for cut in cuts[1:]] + [end]
    return [Section(name, a, b) for (a, name), b in zip(cuts, ends, strict=True) if text[a:b].strip()]


def _inline_abouts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where an `About Acme: Acme is …` begins inside text[start:end]."""
    at = start
    while found := INLINE_ABOUT.search(text, at, end):
        lead = ABOUT_LEAD.search(text, max(at, found.start() - ABOUT_REACH), found.start())
        if lead:
            yield lead.start()
        at = found.end() if lead else found.start() + 1


def _first_hint(text: str, start: int, end: int) -> int:
    """Return an offset before which FORWARD matches nothing in text[start:end]: a search with folded case is slow."""
    lowered = text[start:end].lower()
    found = [at for hint in FORWARD_HINTS if (at := lowered.find(hint)) >= 0]
    # A few letters change their length with their case: then offsets tell nothing.
    return max(start, start + min(found, default=0) - FORWARD_LEAD) if len(lowered) == end - start else start


def _sentence_start(text: str, start: int, at: int) -> int:
    """Return where the sentence that holds `at` begins; `at` itself where none begins in the 700 code points before."""
    floor = max(start, at - 700)
    last = start if floor == start else at
    for found in BREAK.finditer(text, floor, at):
        last = found.end()
    return last
