"""Registry records."""

import dataframely as dy

from transforms.tables.columns import captured_at, identifier, observed_at, texts


class Studies(dy.Schema):
    """Registry records as seen.

    Grain: one row for each registry record in each capture.
    Source: transforms.read.registry.
    """

    trial_id = dy.String(min_length=1, primary_key=True, description="Registry id, upper-cased.")
    capture_id = identifier("The capture it was read from.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    captured_at = captured_at()
    observed_at = observed_at()
    registry = dy.String(description="Registry, such as clinicaltrials.gov.")
    acronym = dy.String(nullable=True, description="Study acronym.")
    title = dy.String(nullable=True, description="Brief title.")
    status = dy.String(nullable=True, description="Overall status as the registry codes it: RECRUITING.")
    phases = texts("Phases, folded as in releases.")
    sponsor = dy.String(nullable=True, description="Lead sponsor.")
    conditions = texts("Conditions as registered.")
    interventions = texts("Interventions as registered.")
    start_date = dy.String(nullable=True, description="Start date as registered: 2024-05 or 2024-05-13.")
    start_date_kind = dy.String(nullable=True, description="ACTUAL or ESTIMATED.")
    primary_completion_date = dy.String(nullable=True, description="Primary completion date as registered.")
    primary_completion_date_kind = dy.String(nullable=True, description="ACTUAL or ESTIMATED.")
    enrolment_count = dy.Int64(nullable=True, min=0, description="Patients.")
    enrolment_kind = dy.String(nullable=True, description="ACTUAL or ESTIMATED.")
    last_update_date = dy.String(nullable=True, description="Last update posted, as registered.")
