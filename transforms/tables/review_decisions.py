"""What people decided of statements, as data/reference/review_decisions.csv holds it."""

import dataframely as dy

from transforms.reference import keys
from transforms.tables.columns import identifier


class ReviewDecisions(dy.Schema):
    """A person's word on a statement: accepted whatever its confidence, or refused.

    Grain: one row for each statement that was decided.
    Source: data/reference/review_decisions.csv, transforms.review. No staging table of a day: the orchestration
    writes it as one file.

    Release, type and role are those of the statement as it was judged: they tell what a decision was about when rules
    have changed and no statement has its id any more.
    """

    milestone_id = identifier("The statement.", primary_key=True)
    decision = dy.Enum(["accept", "refuse"], description="accept: into the marts; refuse: out of them.")
    reason = dy.String(min_length=1, description="Why, in the person's words.")
    decided_by = dy.String(min_length=1, description="Who decided.")
    decided_on = dy.Date(description="Day of the decision.")
    release_id = identifier("Release of the statement.")
    milestone_type = dy.Enum(keys("milestone_types"), description="Type of the statement when it was judged.")
    role = dy.Enum(keys("roles"), description="Role of the statement when it was judged.")
