"""Clauses of a sentence: the reach of words such as `expects` or `following`.

What the words mean does not belong here (roles, transforms.rules/cues.toml).
"""

import re
from bisect import bisect_right

# A clause begins at a semicolon or dash, at a subordinating word, and at `and` where another verb follows.
VERBS = (
    r"(?:plans?|expects?|intends?|will|has|have|had|is|are|was|were|anticipates?|remains?|remained|announced|announces|"
    r"reported|reports|received|completed|initiated|looks?|continues?|began|begun|dosed|enrolled|submitted|secured|"
    r"entered|advances?|advanced|presented|published|another|outlined|highlighted|granted|approved|established|"
    r"discussed|provides?|provided|also|may|could|would|that|subsequent(?:ly)?|further|then|additional|"
    r"(?:top-?line|interim|initial|full) (?:data|results|readout)|potential|on track|up)"
)
OPENING = re.compile(
    # A semicolon may end an entity: `Novaril&reg; on May 3`.
    rf"(?<!&reg)(?<!&amp)(?<!&quot)(?<!&nbsp)(?<!&trade)(?<!&#\d\d);|"
    rf"•|\s[-–—]{{1,2}}\s|\s/\s|,?\s(?:and|or|but),?\s(?=(?:the company |it |we |its |the |to )?{VERBS}\b)|"
    r",?\s(?=(?:while|which|whereas|following|followed by|after|before|prior to|based on|as well as|since|who|where|"
    r"along with|in addition to|despite|although|because|unless|leveraging|highlighting|including|paving|enabling|"
    r"according to|supporting|positioning|establishing|driving|marking|upon|pending|once|to support|in support of|"
    # A meeting with a regulator is one thing.
    r"with the(?! (?:FDA|EMA|MHRA|PMDA|EC|agency|regulator|U\.S\.|Food|European)))\b)|"
    # A ministry's name has a comma: `Health, Labour and Welfare has approved`.
    r",\s(?!Labou?r\sand\sWelfare\b)(?=(?:[a-z][^\s,]{0,20}\s){0,4}(?:will|is|are|has|have|was|were|plans|expects)\b)|"
    r",\s(?:and|but)\s(?=(?:its|the|our|their|it|we)\b)|"
    r"(?:^|(?<=that )|(?<=that, ))(?:Following|After|Upon|Based on|Despite|Since|Once)\b[^,;]{0,160},\s|"
    r",\s(?=(?:with|as|the first|bringing|leading|a |an )\b)|:\s",
    re.IGNORECASE,
)

# `The readout, which had been expected in May, is now expected in June`: the verb goes on with the clause before.
RESUMING = re.compile(r"(?:is|are|was|were|will|remains?)\s", re.IGNORECASE)
INSERTED = re.compile(
    r"(?:which|who|whose|where|as|an?|including|with|following|based on|previously|originally|formerly|initially)\s",
    re.IGNORECASE,
)


class Clauses:
    """The clauses of one sentence, by where they begin."""

    def __init__(self, sentence: str) -> None:
        starts = [0, *(found.end() for found in OPENING.finditer(sentence))]
        self.starts = sorted(set(starts))
        self.end = len(sentence)
        self._resumed: dict[int, int] = {}
        for number, start in enumerate(self.starts[1:], start=1):
            if sentence[start - 2 : start] == ", " and RESUMING.match(sentence, start):
                is_after_insertion = number > 1 and INSERTED.match(sentence, self.starts[number - 1])
                self._resumed[number] = number - 2 if is_after_insertion else number - 1

    def index(self, at: int) -> int:
        """Return the number of the clause that holds the code point `at`."""
        return bisect_right(self.starts, at) - 1

    def of(self, start: int, end: int) -> frozenset[int]:
        """Return the clauses that hold `[start, end)`, with those that go on with them behind an insertion."""
        held = range(self.index(start), self.index(max(start, end - 1)) + 1)
        return frozenset(held) | {number for number, base in self._resumed.items() if base in held}

    def span(self, index: int) -> tuple[int, int]:
        """Return start and end of a clause."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
        return self.starts[index], end
