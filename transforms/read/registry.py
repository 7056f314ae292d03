"""Registry records: ClinicalTrials.gov's version 2 JSON (one study, or a search result), and flat rows of it.

Source: the ClinicalTrials.gov API, `/api/v2/studies`; the flat rows are those of AACT, its relational copy.
"""

import re
from typing import Any

from transforms.read.items import Item, Refused, Study

_REGISTRY = "clinicaltrials.gov"
_NCT = re.compile(r"NCT\d{8}")
# PHASE1 and EARLY_PHASE1, or Phase 1 and Early Phase 1.
_PHASES = {"EARLYPHASE1": "early_1", "PHASE1": "1", "PHASE2": "2", "PHASE3": "3", "PHASE4": "4"}
_NO_LETTER_OR_DIGIT = re.compile(r"[^A-Z0-9]")
_MONTH = re.compile(r"\d{4}-\d\d|[A-Z][a-z]{2,8} \d{4}")
# The former word for it.
_KINDS = {"ANTICIPATED": "ESTIMATED"}


def is_registry_record(record: dict[str, Any]) -> bool:
    """Tell whether a JSON object is a study, a search result, or a flat row with an `nct_id`."""
    return "protocolSection" in record or isinstance(record.get("studies"), list) or "nct_id" in record


def read_registry(record: dict[str, Any]) -> list[Item]:
    """Return a study for each record; one without a registry id gives a reject, an empty search result too."""
    studies = record.get("studies")
    if isinstance(studies, list):
        items = [_study(study) for study in studies]
        return items or [Refused("no_text", "the search found no study", str(record))]
    return [_flat_row(record) if "nct_id" in record else _study(record)]


def _study(record: Any) -> Item:
    protocol = _part(record, "protocolSection")
    identity = _part(protocol, "identificationModule")
    status = _part(protocol, "statusModule")
    design = _part(protocol, "designModule")
    trial_id = (_text(identity, "nctId") or "").strip().upper()
    if not _NCT.fullmatch(trial_id):
        return Refused("bad_record", "no NCT number in identificationModule.nctId", str(record)[:200])
    start = _part(status, "startDateStruct")
    primary = _part(status, "primaryCompletionDateStruct")
    enrolment = _part(design, "enrollmentInfo")
    count = enrolment.get("count")
    interventions = _part(protocol, "armsInterventionsModule").get("interventions")
    return Study(
        trial_id=trial_id,
        registry=_REGISTRY,
        acronym=_text(identity, "acronym"),
        title=_text(identity, "briefTitle") or _text(identity, "officialTitle"),
        status=_text(status, "overallStatus"),
        phases=fold_phases(_names(design.get("phases"))),
        sponsor=_text(_part(_part(protocol, "sponsorCollaboratorsModule"), "leadSponsor"), "name"),
        conditions=_names(_part(protocol, "conditionsModule").get("conditions")),
        interventions=_names([_part(arm).get("name") for arm in _items(interventions)]),
        start_date=_text(start, "date"),
        start_date_kind=_kind(start, "type"),
        primary_completion_date=_text(primary, "date"),
        primary_completion_date_kind=_kind(primary, "type"),
        enrolment_count=count if _is_count(count) else None,
        enrolment_kind=_kind(enrolment, "type"),
        last_update_date=_text(_part(status, "lastUpdatePostDateStruct"), "date"),
    )


def _flat_row(record: dict[str, Any]) -> Item:
    trial_id = (_text(record, "nct_id") or "").strip().upper()
    if not _NCT.fullmatch(trial_id):
        return Refused("bad_record", "no NCT number in nct_id", str(record)[:200])
    enrolment = record.get("enrollment")
    return Study(
        trial_id=trial_id,
        registry=_REGISTRY,
        acronym=_text(record, "acronym"),
        title=_text(record, "brief_title") or _text(record, "title"),
        status=_text(record, "overall_status"),
        phases=fold_phases(re.split(r"[/|]", _text(record, "phase") or "")),
        sponsor=_text(record, "sponsor"),
        interventions=_names([record.get("drug_name")]),
        start_date=_flat_date(record, "start"),
        start_date_kind=_kind(record, "start_date_type"),
        primary_completion_date=_flat_date(record, "primary_completion"),
        primary_completion_date_kind=_kind(record, "primary_completion_date_type"),
        enrolment_count=enrolment if _is_count(enrolment) else None,
        enrolment_kind=_kind(record, "enrollment_type"),
        last_update_date=_text(record, "last_update_posted_date"),
    )


def _flat_date(record: dict[str, Any], name: str) -> str | None:
    """Return a date as registered: a flat row's has a day also where a month was registered, which stands beside it."""
    date, registered = _text(record, f"{name}_date"), _text(record, f"{name}_month_year")
    return date[:7] if date and registered and _MONTH.fullmatch(registered.strip()) else date


def fold_phases(phases: list[str]) -> list[str]:
    """Fold the registry's phases into those of releases: PHASE1 with PHASE2 is `1/2`, NA gives none."""
    folded = [_NO_LETTER_OR_DIGIT.sub("", phase.upper()) for phase in phases]
    known = [_PHASES[phase] for phase in folded if phase in _PHASES]
    return ["/".join(known)] if known else []


def _kind(record: dict[str, Any], key: str) -> str | None:
    kind = (_text(record, key) or "").strip().upper()
    return _KINDS.get(kind, kind) or None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62


def _part(record: Any, *keys: str) -> dict[str, Any]:
    value = record
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(value: Any) -> list[str]:
    return [name for name in _items(value) if isinstance(name, str) and name.strip()]
