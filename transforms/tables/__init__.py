"""The contract: one schema class for each staging table, with columns, types, units, meaning and keys.

Each class says its grain, its source and its known problems. No transformation belongs here.
"""

from transforms.tables.captures import CaptureLog, Captures
from transforms.tables.feeds import Feeds
from transforms.tables.milestones import Enrolments, Milestones, TrialMentions
from transforms.tables.name_ties import NameTies
from transforms.tables.posts import Posts
from transforms.tables.rejects import Rejects
from transforms.tables.releases import Documents, Releases
from transforms.tables.review_decisions import ReviewDecisions
from transforms.tables.studies import Studies

# Every staging table by its name: the folder it is written to, the Dagster asset and the dbt source.
STAGING_TABLES = {
    "captures": CaptureLog,
    "releases": Releases,
    "posts": Posts,
    "milestones": Milestones,
    "trial_mentions": TrialMentions,
    "enrolments": Enrolments,
    "name_ties": NameTies,
    "studies": Studies,
    "rejects": Rejects,
}

__all__ = [
    "STAGING_TABLES",
    "CaptureLog",
    "Captures",
    "Documents",
    "Enrolments",
    "Feeds",
    "Milestones",
    "NameTies",
    "Posts",
    "Rejects",
    "Releases",
    "ReviewDecisions",
    "Studies",
    "TrialMentions",
]
