"""Where the tests find things."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROJECT = Path(__file__).resolve().parent.parent

# A busy machine makes no test fail: what must not grow dear is held by ratios (growth).
settings.register_profile("trialwire", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("trialwire")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real releases, feeds and pages; it is kept beside the checkout, never in it."""
    folder = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"REAL DATA ABSENT: {folder} is no folder; set TRIALWIRE_REAL_DATA to run this test")
    return folder
