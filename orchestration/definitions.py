"""What Dagster loads: `defs`, and nothing else."""

from orchestration.build import Overrides, build_defs
from orchestration.paths import home_from_environment

defs = build_defs(Overrides(home=home_from_environment()))
