"""Look-up by name, acronym, demonym and likeness; loading, caching, and what is wrong with a folder."""

import gzip
import pickle
from pathlib import Path

import pytest

from pactgraph.errors import RuleError
from pactgraph.language.gazetteer import Gazetteer
from pactgraph.language.gazetteer_building import build
from pactgraph.language.gazetteer_index import Index
from pactgraph.language.gazetteer_tables import read_settings

FOLDER = Path(__file__).parents[2] / "extract" / "gazetteer"
TOML = """
[normal]
articles = ["the"]
small = ["of"]
[tables.bodies]
case = "names"
  [[tables.bodies.mention]]
  min_words = 1
  acronyms = true
"""
HEAD = "id\tlabel\taliases\tacronyms\ttype\ttier\tids\n"
ROWS = (
    "x:1\tHarbour League\tLeague of Harbours|Ligue\tHL|PORT\tleague\t1\twikidata:Q1@a isni:2~@b ror:3!@a+b\n"
    "x:2\tRiver Board\t\tRB\tboard\t2\t\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = tmp_path / "gazetteer"
    made.mkdir()
    (made / "tables.toml").write_text(TOML)
    (made / "bodies.tsv.gz").write_bytes(gzip.compress((HEAD + ROWS).encode()))
    return made


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(FOLDER)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("france", "countries:FR"),
        ("The French Republic", "countries:FR"),
        ("COTE D'IVOIRE", "countries:CI"),
        ("Government of the Republic of Korea", "countries:KR"),
        ("United Nations Office on Drugs and Crime", "organizations:ror:04567sh69"),
        ("United Nations Educational, Scientific and Cultural Organisation", "organizations:ror:04h4z8k05"),
        ("World Trade Organisation", "organizations:wikidata:Q7825"),
    ],
)
def test_a_name_is_found_however_it_is_written(gazetteer: Gazetteer, name: str, entry: str) -> None:
    assert entry in [found.id for found in gazetteer.lookup(name)]


def test_the_tables_asked_for_are_searched(gazetteer: Gazetteer) -> None:
    assert {entry.table for entry in gazetteer.lookup("Singapore")} > {"countries"}
    assert [entry.id for entry in gazetteer.lookup("Singapore", ["countries"])] == ["countries:SG"]


def test_acronyms_keep_their_case(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_acronym("WHO")[0].label == "World Health Organization"
    assert gazetteer.by_acronym("U.N.")[0].label == "United Nations"
    assert not gazetteer.by_acronym("who")


def test_international_bodies_own_their_acronyms_before_others(gazetteer: Gazetteer) -> None:
    assert [entry.tier for entry in gazetteer.by_acronym("IOM")][:2] == [1, 3]


def test_demonyms_lead_to_their_states(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("French")[0].id == "countries:FR"
    assert {entry.id for entry in gazetteer.demonym("Dominican")} == {"countries:DO", "countries:DM"}
    assert gazetteer.demonym("France") == []


def test_likeness_gives_candidates_in_order(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Internatonal Organisation for Migrations", 3, ["organizations"])
    assert found[0][0].label == "International Organization for Migration"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_corrections_and_own_additions_are_applied(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_acronym("UNDP")[0].id == "organizations:ror:051777d98"
    assert gazetteer.get("organizations:xm-dac:41301") is None
    merged = gazetteer.get("organizations:ror:00pe0tf51")
    assert merged is not None
    assert [i.weak for i in merged.ids if (i.scheme, i.value) == ("xm-dac", "41301")] == [True]
    assert gazetteer.lookup("AUKUS") or gazetteer.by_acronym("AUKUS")


def test_identifiers_say_how_good_they_are(folder: Path) -> None:
    entry = Gazetteer.load(folder).get("bodies:x:1")
    assert entry is not None
    assert [(i.scheme, i.value, i.sources, i.weak, i.disputed) for i in entry.ids] == [
        ("wikidata", "Q1", ("a",), False, False),
        ("isni", "2", ("b",), True, False),
        ("ror", "3", ("a", "b"), False, True),
    ]


def test_every_row_keeps_its_sources_and_licence_key(gazetteer: Gazetteer) -> None:
    step = 997
    rows = [gazetteer.index.row(number) for number in range(0, len(gazetteer), step)]
    assert all(row.sources for row in rows)


def test_unknown_ids_and_names_give_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("countries:XX") is None
    assert gazetteer.lookup("") == []
    assert gazetteer.lookup("Zzyzx Institute of Nowhere") == []


def test_the_index_is_cached_by_content(folder: Path, tmp_path: Path) -> None:
    Gazetteer.load(folder)
    first = list((tmp_path / "cache" / "pactgraph").iterdir())
    Gazetteer.load(folder)
    assert list((tmp_path / "cache" / "pactgraph").iterdir()) == first
    (folder / "stop.txt").write_text("River Board\n")
    Gazetteer.load(folder)
    assert len(list((tmp_path / "cache" / "pactgraph").iterdir())) == 2


def test_a_damaged_cache_is_built_anew(folder: Path, tmp_path: Path) -> None:
    Gazetteer.load(folder)
    (cached,) = (tmp_path / "cache" / "pactgraph").iterdir()
    cached.write_bytes(cached.read_bytes()[:100])
    assert Gazetteer.load(folder).lookup("River Board")


def test_without_a_cache_folder_the_index_stays_in_memory(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert Gazetteer.load(folder).lookup("league of harbours")[0].id == "bodies:x:1"


def test_building_twice_gives_the_same_bytes(folder: Path) -> None:
    settings = read_settings(folder)
    assert build(settings, "hash") == build(settings, "hash")


def test_other_processes_open_the_index_anew(folder: Path) -> None:
    gazetteer = pickle.loads(pickle.dumps(Gazetteer.load(folder)))
    assert gazetteer.by_acronym("HL")[0].label == "Harbour League"


def test_bytes_that_are_no_index_are_refused() -> None:
    with pytest.raises(ValueError, match="no gazetteer index"):
        Index(b"something else that is long enough")


def test_a_folder_without_settings_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"tables\.toml.*no gazetteer settings"):
        Gazetteer.load(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("tables.toml", "[normal\n", "malformed gazetteer settings"),
        ("tables.toml", '[normal]\n[tables.bodies]\ncase = "odd"\n', "case of bodies"),
        ("extra.tsv", "id\tlabel\nports:1\tPort\n", "extra.tsv:2: unknown table 'ports'"),
        ("extra.tsv", "id\nbodies:own:x\tX\n", "extra.tsv:2: more cells than columns"),
        ("corrections.tsv", "what\tid\tvalue\nrow\tbodies:x:9\t\n", "corrections.tsv:2: nothing to correct"),
        ("corrections.tsv", "what\tid\tvalue\nalias\tbodies:x:1\tNo\n", "no alias 'No' in bodies:x:1"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(folder: Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text)
    with pytest.raises(RuleError) as caught:
        Gazetteer.load(folder)
    assert message in str(caught.value)


def test_a_table_that_is_no_gzip_is_named(folder: Path) -> None:
    (folder / "bodies.tsv.gz").write_bytes(b"plain")
    with pytest.raises(RuleError, match=r"bodies\.tsv\.gz: gazetteer table cannot be read"):
        Gazetteer.load(folder)


def test_experts_add_correct_and_stop(folder: Path) -> None:
    (folder / "extra.tsv").write_text(
        "id\tlabel\taliases\tacronyms\nbodies:x:2\t\tBoard of Rivers\nbodies:own:q\tQuay Club\t\tQC\n"
    )
    (folder / "corrections.tsv").write_text(
        "what\tid\tvalue\nmerge\tbodies:x:1\tbodies:x:2\nacronym\tbodies:x:2\tPORT\n"
    )
    loaded = Gazetteer.load(folder)
    assert loaded.lookup("Board of Rivers")[0].id == loaded.lookup("Harbour League")[0].id == "bodies:x:2"
    assert loaded.by_acronym("QC")[0].sources == ("own",)
    assert loaded.by_acronym("PORT") == []
