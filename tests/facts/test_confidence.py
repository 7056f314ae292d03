"""Confidence is a share of right rows: between 0 and 1, and no kind of news is switched off by it."""

import re
from pathlib import Path

import pytest

from transforms.facts.confidence import prior
from transforms.reference import keys

DBT_PROJECT = Path(__file__).resolve().parents[2] / "sql" / "dbt_project.yml"


@pytest.mark.parametrize("milestone_type", keys("milestone_types"))
@pytest.mark.parametrize("role", keys("roles"))
def test_it_is_a_share(milestone_type: str, role: str) -> None:
    assert 0 < prior(milestone_type, role) < 1


def test_what_is_often_right_is_surer() -> None:
    assert prior("designation_granted", "background") > prior("topline_readout", "announced")


@pytest.mark.parametrize("milestone_type", keys("milestone_types"))
def test_no_news_is_kept_from_the_marts_as_a_kind(milestone_type: str) -> None:
    least = float(re.search(r"least_confidence: ([\d.]+)", DBT_PROJECT.read_text(encoding="utf-8"))[1])
    assert prior(milestone_type, "announced") >= least
    assert prior(milestone_type, "guidance") >= least
