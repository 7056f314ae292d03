"""Trials and products are the same whatever order releases come in, how often and how late; and as a person says.

The story: a study is first known by its name alone, one release writes its registry id beside it, later ones the name
again, spelled otherwise; its product goes by a code, then by its substance, then by its brand. Sponsors that live the
same story stand in one warehouse; each has its way of being seen.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sql.conftest import Dbt
from sql.invented_staging import Tables, capture, mention, milestone, name_tie, no_rows, release, write_staging

PLAN = "Topline results of FLARE-2 with QVX-1 are expected in the second half of 2025."
NAMED = "Omafenib (QVX-1) is under study in FLARE 2 (NCT91234501; ISRCTN91234502), not in NCT00000000."
RESULT = "FLARE2 met its primary endpoint with omafenib."
BRANDED = "The FDA has approved Omavel (omafenib) for asthma."
RECALLED = "QVX 1 was approved as Omavel in January."
HALF = (date(2025, 7, 1), date(2025, 12, 31), "half")
DAYS = [date(2025, 1, 8), date(2025, 3, 5), date(2025, 11, 4), date(2026, 1, 20), date(2026, 3, 3)]
LATE = timedelta(days=365)
# Sponsor: how often each of its releases is captured, and which of the five is first seen a year after its date.
SEEN: dict[str, tuple[int, int | None]] = {
    "Galbrun": (1, None),
    "Haldrup": (2, None),
    "Ostrava": (1, 0),
    "Ellsworth": (1, 1),
    "Dunmarrow": (1, 3),
}


def of_sponsor(number: int) -> str:
    """What stands in the ids of a sponsor's trials, and in those of no other."""
    return f"912{number}450"


def told() -> Tables:
    """The five releases of each sponsor."""
    tables = no_rows()
    for sponsor_number, (sponsor, (captures, late)) in enumerate(SEEN.items()):
        for version in range(captures):
            for number, (day, sentence) in enumerate(zip(DAYS, (PLAN, NAMED, RESULT, BRANDED, RECALLED), strict=True)):
                seen_at = datetime.combine(day, datetime.max.time(), UTC) + timedelta(days=version)
                taken = capture(
                    "wire",
                    f"https://a.example.com/{sponsor}/{number}",
                    seen_at + (LATE if number == late else timedelta()),
                    version=version,
                )
                said = sentence.replace("9123450", of_sponsor(sponsor_number))
                row = release(
                    taken,
                    f"{sponsor} news\n\n{said}",
                    url=taken["location"],
                    issuer=sponsor,
                    dateline_date=day,
                    sketch=[],
                )
                tables["captures"].append(taken)
                tables["releases"].append(row)
                _state(tables, row, number)
    return tables


def _state(tables: Tables, row: dict[str, Any], number: int) -> None:
    def name(word: str, **fields: Any) -> dict[str, Any]:
        start = row["text"].index(word)
        return mention(row, start, start + len(word), **fields)

    def tie(named: str, other_name: str, reason: str, opening: str) -> dict[str, Any]:
        return name_tie(
            row, {"entity": "product", "name": named, "other_name": other_name, "reason": reason, "opening": opening}
        )

    about = {"phase": "2", "indication": "asthma"}
    match number:
        case 0:
            tables["milestones"].append(
                milestone(row, "topline_readout", "guidance", PLAN, window=HALF, intervention="QVX-1", **about)
            )
            tables["trial_mentions"].append(name("FLARE-2", acronym="FLARE-2"))
        case 1:
            tables["trial_mentions"] += [
                name("FLARE 2", acronym="FLARE 2"),
                *(name(trial_id, trial_id=trial_id) for trial_id in re.findall(r"(?:NCT|ISRCTN)\d{8}", row["text"])),
            ]
            tables["name_ties"].append(tie("omafenib", "QVX-1", "code_of", "Omafenib (QVX-1)"))
        case 2:
            tables["milestones"].append(
                milestone(row, "topline_readout", "announced", RESULT, intervention="omafenib", **about)
            )
            tables["trial_mentions"].append(name("FLARE2", acronym="FLARE2"))
        case 3:
            tables["milestones"].append(
                milestone(
                    row, "approval", "announced", BRANDED, agency="FDA", intervention="Omavel", indication="asthma"
                )
            )
            tables["name_ties"].append(tie("omafenib", "Omavel", "brand_of", "The FDA"))
        case 4:
            tables["milestones"].append(
                milestone(
                    row, "approval", "background", RECALLED, agency="FDA", intervention="QVX 1", indication="asthma"
                )
            )


MARTS = ("trial_names", "trials", "product_names", "products", "trial_milestones")
QUERIES = {
    "trial_names": "from trial_names select name, trial_key, trial_reason, url where trial_reason != 'placeholder_id'",
    "trials": "from trials select trial_key, acronyms, other_ids, release_count, len(product_ids) as product_count",
    "product_names": "from product_names select name, product_reason, tied_to, url, sentence where sponsor = '{}'",
    "products": "from products select name, codes, brands, substances, trial_keys where sponsor = '{}'",
    "trial_milestones": "from trial_milestones select milestone_type, trial_key, release_count where sponsor = '{}'",
}
Links = dict[str, dict[str, list[list[Any]]]]


def build_links(dbt: Dbt, folder: Path, tables: Tables, *more: str, seed: int | None = None) -> Path:
    """Build what the tests look at, and nothing else; return the build file."""
    staging, file = write_staging(tables, folder / "staging", seed=seed), folder / "warehouse.duckdb"
    select = [f"+{name}" for name in MARTS]
    done = dbt("build", "--select", *select, *more, "--resource-type", "model", staging=staging, build_file=file)
    assert done.returncode == 0, done.stdout[-4000:]
    return file


def links_of(file: Path) -> Links:
    """Sponsor to table to rows, each with the first sponsor's name and ids for its own."""
    found: Links = {}
    with duckdb.connect(file, read_only=True) as warehouse:
        ids = dict(warehouse.execute("select name, sponsor_id from sponsors").fetchall())
        for number, sponsor in enumerate(SEEN):
            found[sponsor] = {}
            for table, query in QUERIES.items():
                rows = warehouse.execute(f"select to_json(t)::varchar from ({query.format(sponsor)}) as t").fetchall()
                own = [row for (row,) in rows if of_sponsor(number) in row or ids[sponsor] in row or "{}" in query]
                for mine, first in ((of_sponsor(number), "9123450"), (ids[sponsor], "sponsor"), (sponsor, "Galbrun")):
                    own = [row.replace(mine, first) for row in own]
                found[sponsor][table] = [list(json.loads(row).values()) for row in sorted(own)]
    return found


@pytest.fixture(scope="module")
def identities(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Links]:
    folder = tmp_path_factory.mktemp("told")
    seeds = dbt("seed", staging=folder, build_file=folder / "warehouse.duckdb")
    assert seeds.returncode == 0, seeds.stdout[-4000:]
    file = build_links(dbt, folder, told())
    return file, links_of(file)


def test_an_id_seen_once_names_the_trial_before_and_after(identities: tuple[Path, Links]):
    links = identities[1]["Galbrun"]
    key, beside, supports = "NCT91234501", "acronym_beside_registry_id", "https://a.example.com/Galbrun/1"
    assert {row[0]: row[1:] for row in links["trial_names"]} == {
        "FLARE-2": [key, beside, supports],
        "FLARE 2": [key, beside, supports],
        "FLARE2": [key, beside, supports],
        key: [key, "registry_id", supports],
        "ISRCTN91234502": [key, "registry_ids_side_by_side", supports],
    }
    assert links["trials"] == [[key, ["FLARE 2", "FLARE-2", "FLARE2"], ["ISRCTN91234502"], 3, 1]]
    readouts = [row[1:3] for row in links["trial_milestones"] if row[0] == "topline_readout"]
    assert readouts == [[key, 2]]


def test_code_substance_and_brand_are_one_product(identities: tuple[Path, Links]):
    links = identities[1]["Galbrun"]
    assert links["products"] == [["omafenib", ["QVX 1", "QVX-1"], ["Omavel"], ["omafenib"], ["NCT91234501"]]]
    base = "https://a.example.com/Galbrun"
    assert {row[0]: row[1:] for row in links["product_names"]} == {
        "QVX-1": ["name", None, f"{base}/0", None],
        "QVX 1": ["spelling", None, f"{base}/4", None],
        "omafenib": ["code_of", "QVX-1", f"{base}/1", NAMED],
        "Omavel": ["brand_of", "omafenib", f"{base}/3", BRANDED],
    }


def test_what_comes_twice_or_a_year_late_changes_nothing(identities: tuple[Path, Links]):
    first, *others = identities[1].values()
    for other in others:
        assert other == first


def test_order_changes_nothing(dbt: Dbt, identities: tuple[Path, Links], tmp_path: Path):
    file, links = identities
    folder = tmp_path / "backwards"
    folder.mkdir()
    (folder / "warehouse.duckdb").write_bytes(file.read_bytes())
    backwards = {table: rows[::-1] for table, rows in told().items()}
    assert links_of(build_links(dbt, folder, backwards, seed=7)) == links


def test_a_link_is_as_young_as_what_ties_it(identities: tuple[Path, Links]):
    with duckdb.connect(identities[0], read_only=True) as warehouse:
        names = warehouse.execute(
            "from (from trial_names select * union all by name from product_names) "
            "select name, first_observed_at at time zone 'UTC' where sponsor = 'Ellsworth'"
        ).fetchall()
    late, first, last = date(2026, 3, 5), date(2025, 1, 8), date(2026, 3, 3)
    assert {name: seen_at.date() for name, seen_at in names} == dict.fromkeys(
        ("FLARE-2", "FLARE 2", "FLARE2", "omafenib"), late
    ) | {"QVX-1": first, "QVX 1": last, "Omavel": date(2026, 1, 20)}


def test_a_placeholder_is_no_trial_and_says_what_to_do(identities: tuple[Path, Links]):
    with duckdb.connect(identities[0], read_only=True) as warehouse:
        names = warehouse.execute(
            "select name, trial_reason, remedy from trial_names where trial_key is null"
        ).fetchall()
        trials = warehouse.execute("select count(*) from trials where trial_key like '%00000000'").fetchone()
    [(name, reason, remedy)] = names
    assert (name, reason, trials) == ("NCT00000000", "placeholder_id", (0,))
    assert "look into the release" in remedy


def test_a_person_has_the_last_word(dbt: Dbt, identities: tuple[Path, Links], tmp_path: Path):
    """Two rows that part what texts join, and one that joins what they do not; a data test holds them all."""
    file = tmp_path / "warehouse.duckdb"
    file.write_bytes(identities[0].read_bytes())
    with duckdb.connect(file) as warehouse:
        warehouse.execute(
            "insert into reference.identity_corrections values "
            "('product', 'different', 'Omavel', 'omafenib', 'Galbrun', 'Another product of the same substance.'), "
            "('trial', 'different', 'ISRCTN91204502', 'NCT91204501', 'Galbrun', 'The extension.'), "
            "('trial', 'same', 'ISRCTN91204502', 'flare-2', 'Galbrun', 'It is the name of the extension.')"
        )
    holds = "assert_corrections_of_trials_and_products_hold"
    build_links(dbt, tmp_path, told(), holds, "--indirect-selection", "empty", "--resource-type", "test")
    links = links_of(file)
    # A name that is set apart keeps no tie but a person's.
    aliases = [row[0] for row in links["Galbrun"]["product_names"] if row[1] in ("name", "spelling")]
    assert sorted(aliases) == ["Omavel", "QVX 1", "QVX-1", "omafenib"]
    names = {row[0]: row[1] for row in links["Galbrun"]["trial_names"]}
    extension = "ISRCTN91234502"
    assert names == {"NCT91234501": "NCT91234501"} | dict.fromkeys(
        (extension, "FLARE-2", "FLARE 2", "FLARE2"), extension
    )
    assert links["Haldrup"] == identities[1]["Haldrup"]
