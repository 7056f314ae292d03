"""The corrections of identity_corrections.csv, held against the marts' own words and against what there is.

Whether the file is well formed belongs to transforms.corrections, what a correction does to SQL.
"""

from pathlib import Path

import duckdb
from yaml import safe_load  # type: ignore[import-untyped]

from orchestration.paths import CORRECTIONS_FILE, DBT_PROJECT_DIR
from transforms.corrections import Correction, name_key, read_corrections

# Where the names of an entity stand; a name that only a correction has was never seen.
KNOWN = {
    "sponsor": "select name from sponsor_names where first_observed_at is not null",
    "trial": "select unnest(list_concat(acronyms, other_ids, [trial_key], [trial_id])) as name from trials",
    "product": "select unnest(list_append(aliases, name)) as name from products",
}


def load_corrections(file: Path | None = None) -> list[Correction]:
    """Return the corrections of the file, which is the project's own where none is given.

    Raises:
        CorrectionsError: it cannot be read, something in it is wrong, or it contradicts itself.
    """
    return read_corrections(file or CORRECTIONS_FILE, legal_forms())


def legal_forms() -> list[str]:
    """Return the endings of companies' names that the marts leave out of account, folded."""
    project = safe_load((DBT_PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
    return [str(form) for form in project["vars"]["legal_forms"]]


def corrections_that_find_nothing(warehouse_file: Path, file: Path | None = None) -> list[str]:
    """Return a line for each correction that names what nothing here has, with place and remedy."""
    place = (file or CORRECTIONS_FILE).name
    corrections = load_corrections(file)
    if not corrections:
        return []
    forms = legal_forms()
    lines = []
    with duckdb.connect(str(warehouse_file), read_only=True) as warehouse:
        known = {
            entity: {name_key(entity, name, forms) for (name,) in warehouse.execute(query).fetchall() if name}
            for entity, query in KNOWN.items()
            if entity == "sponsor" or any(correction.entity == entity for correction in corrections)
        }
    for correction in corrections:
        named = [(correction.entity, correction.name), (correction.entity, correction.other_name)]
        named += [("sponsor", correction.sponsor)] if correction.sponsor else []
        lines += [
            f"{place}, line {correction.line}: no {entity} here is called {name!r}: correct the name, or leave the "
            "line until there is one"
            for entity, name in named
            if name_key(entity, name, forms) not in known[entity]
        ]
    return lines
