"""What the rules choose among the names of a release, as a map from each spelling to the name."""

from transforms.facts.disease_ranking import rank_diseases
from transforms.facts.judge.names import chosen_spellings
from transforms.facts.product_ranking import rank_products


def chosen_products(units, issuer, abbreviations):
    return chosen_spellings(rank_products(units, issuer, abbreviations))


def chosen_diseases(units, abbreviations, *, is_treated=True):
    return chosen_spellings(rank_diseases(units, abbreviations, is_treated=is_treated))
