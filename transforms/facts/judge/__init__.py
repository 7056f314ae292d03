"""The second reader: a small learned model that judges what the rules propose and proposes what they missed.

It knows words, places and the rules' own findings, each with a weight that was learned from labelled releases
(data/model). Times, products, diseases and agencies are never its matter: they are read as for any rule.
"""

from transforms.facts.judge.judge import ACCEPTED, judge_events, judged_rule, see_sentences, weigh
from transforms.facts.judge.weights import Models, WeightsError, load_models

__all__ = ["ACCEPTED", "Models", "WeightsError", "judge_events", "judged_rule", "load_models", "see_sentences", "weigh"]
