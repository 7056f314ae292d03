"""How sure a row found by rules is: the share of rows of its type and role that were right on labelled releases.

The shares are data (data/reference/confidence_priors.csv), drawn towards the share of all rows where few were seen.
They were counted on releases that the rules were written with, so they are lowered by what rules lose on other text.
"""

from functools import cache

from transforms.reference import load_reference

# As many rows of the overall share are mixed in; a type seen twice says little of itself.
PRIOR_WEIGHT = 8.0
# Precision on the releases put aside over precision on those that the rules were written with: .75 of .84, in
# docs/accuracy.md.
UNSEEN = 0.89


@cache
def prior(milestone_type: str, role: str) -> float:
    """Return the probability that a row of this type and role is right, 0 to 1."""
    table = load_reference("confidence_priors")
    counts = {
        (kind, of): (int(right), int(found))
        for kind, of, right, found in table.select("milestone_type", "role", "right_count", "found_count").iter_rows()
    }
    right = sum(pair[0] for pair in counts.values())
    found = sum(pair[1] for pair in counts.values())
    share = right / found if found else 0.5
    own_right, own_found = counts.get((milestone_type, role), (0, 0))
    return round(UNSEEN * (own_right + PRIOR_WEIGHT * share) / (own_found + PRIOR_WEIGHT), 3)
