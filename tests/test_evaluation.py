import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pactgraph.errors import FindingsError, RuleError
from pactgraph.evaluation import Rules, evaluate, read_records

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
NEWS = SHARED / "news-gold"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(ROOT / "extract")


def thing(**fields: Any) -> dict[str, Any]:
    base = {
        "id": "A1",
        "names": ["Harbour Agreement"],
        "type": "Treaty",
        "parties": ["Norland", "Sudland"],
        "date": "2019-05-03",
        "place": "Oslo",
        "signatories": [{"person": "Anna Berg", "role": "Minister", "for": "Norland"}],
        "status": "signed",
        "topics": [],
    }
    return {**base, **fields}


def record(*things: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    entities = {
        "organizations": [
            {"canonical": "Institute of Fisheries", "surface": ["Institute of Fisheries", "IOF"]}
        ],
        "persons": [{"canonical": "Anna Berg", "surface": ["Anna Berg", "Minister Berg"]}],
        "places": [{"canonical": "Norland", "surface": ["Norland"]}],
    }
    return {"doc": {"id": "d"}, "agreements": list(things), "relations": [], "entities": entities, **fields}


def counts(
    found: Mapping[str, Any], gold: Mapping[str, Any], rules: Rules
) -> dict[str, tuple[float, float, float]]:
    rows = evaluate({"d": found}, {"d": gold}, rules).tally.rows
    return {sort.strip(): (row.right, row.found, row.gold) for sort, row in rows.items()}


class TestNames:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("The Harbour Agreement", "harbour agreement"),
            ("Mr. José Peña", "Jose Pena"),
            ("Institute of Fisheries (IOF)", "Institute of Fisheries"),
            ("Norland's Ministry", "Norland Ministry"),
        ],
    )
    def test_equal(self, rules: Rules, one: str, other: str) -> None:
        assert rules.names.key(one) == rules.names.key(other)

    def test_long_text_in_brackets_counts(self, rules: Rules) -> None:
        assert rules.names.key("Treaty (on the northern fisheries)") != rules.names.key("Treaty")

    def test_long_names_may_differ_a_little(self, rules: Rules) -> None:
        same = rules.names.same
        assert same("agreement on northern fisheries", "agreement on northern fisheries of 2019")
        assert not same("agreement on fisheries", "agreement on ports")
        assert not same("fisheries agreement", "ports agreement")

    def test_a_state_by_its_usual_name(self, rules: Rules) -> None:
        participant = rules.names.participant
        assert participant("Government of the French Republic") == participant("France")


class TestScores:
    def test_everything_right(self, rules: Rules) -> None:
        found = counts(record(thing()), record(thing()), rules)
        assert all(right == got == gold for right, got, gold in found.values())
        assert found["agreements"] == (1, 1, 1)
        assert found["parties"] == (2, 2, 2)

    def test_nothing_found(self, rules: Rules) -> None:
        result = evaluate({}, {"d": record(thing())}, rules)
        assert result.tally.rows["agreements"].recall == 0
        assert result.tally.rows["agreements"].f1 == 0
        assert any("missed agreements Harbour Agreement" in miss.what for miss in result.errors)

    @pytest.mark.parametrize(
        ("field", "value", "sort", "right"),
        [
            ("date", "2019-05", "date", 0.5),
            ("date", "2020", "date", 0.0),
            ("type", "Convention", "type", 0.0),
            ("status", "planned", "status", 0.0),
            ("place", "Oslo, Norland", "place", 1.0),
            ("place", "Rome", "place", 0.0),
            ("parties", ["Norland"], "parties", 1.0),
        ],
    )
    def test_one_field_differs(
        self, rules: Rules, field: str, value: object, sort: str, right: float
    ) -> None:
        assert counts(record(thing(**{field: value})), record(thing()), rules)[sort][0] == right

    def test_alternatives_are_as_good(self, rules: Rules) -> None:
        gold = thing(
            type_alternatives=["Convention"],
            date_alternatives=["2019-05-04"],
            place_alternatives=["Bergen"],
            party_alternatives={"Norland": ["Ministry of Trade"]},
        )
        mine = thing(
            type="Convention", date="2019-05-04", place="Bergen", parties=["Ministry of Trade", "Sudland"]
        )
        found = counts(record(mine), record(gold), rules)
        assert all(found[sort][0] == found[sort][2] for sort in ("type", "date", "place", "parties"))

    def test_what_is_optional_neither_helps_nor_hurts(self, rules: Rules) -> None:
        gold = record(thing(optional=True), optional_mentions=["Port of Oslo"])
        mine = record(thing())
        mine["entities"]["organizations"].append({"canonical": "Port of Oslo", "surface": []})
        found = counts(mine, gold, rules)
        assert "agreements" not in found
        assert found["organizations"] == (1, 1, 1)

    def test_a_thing_is_paired_without_a_name_by_parties_and_date(self, rules: Rules) -> None:
        assert counts(record(thing(names=[])), record(thing()), rules)["agreements"] == (1, 1, 1)
        other = thing(names=["Port Pact"], parties=["Westland"], date=None)
        assert counts(record(other), record(thing()), rules)["agreements"] == (0, 1, 1)

    def test_relations(self, rules: Rules) -> None:
        second = thing(id="A2", names=["Trade Pact"], date="2001", parties=["Norland", "Westland"])
        relation = {"from": "A1", "rel": "amends", "to": "A2"}
        gold = record(thing(), second, relations=[{**relation, "rel_alternatives": ["renews"]}])
        for rel, right in (("amends", 1), ("renews", 1), ("cites", 0)):
            mine = record(thing(), second, relations=[{**relation, "rel": rel}])
            found = counts(mine, gold, rules)
            assert found["relations"] == (right, 1, 1)
            assert found["relations, any kind"] == (1, 1, 1)

    def test_errors_carry_sentence_and_rule(self, rules: Rules) -> None:
        evidence = {"e1": {"quote": "Norland signed a pact.", "rule": "frames:signing"}}
        mine = record(thing(names=["Pact"], parties=[], date=None, evidence=["e1"]), evidence=evidence)
        text = "Ministers met.\n\nNorland and Sudland signed the Harbour Agreement in Oslo. They parted."
        result = evaluate({"d": mine}, {"d": record(thing())}, rules, {"d": text})
        lines = [line for miss in result.errors for line in miss.lines()]
        assert "    Norland signed a pact. (frames:signing)" in lines
        assert "    Norland and Sudland signed the Harbour Agreement in Oslo." in lines

    def test_the_table(self, rules: Rules) -> None:
        lines = list(evaluate({"d": record(thing())}, {"d": record(thing())}, rules).tally.lines())
        assert lines[0].split() == ["right", "found", "gold", "P", "R", "F1"]
        assert lines[1].split() == ["organizations", "1.0", "1.0", "1.0", "1.000", "1.000", "1.000"]


class TestFiles:
    def test_a_line_that_is_no_record(self, tmp_path: Path) -> None:
        file = tmp_path / "gold.jsonl"
        file.write_text('{"doc": {"id": "a"}}\n\n["no record"]\n', encoding="utf-8")
        with pytest.raises(FindingsError, match=r"gold\.jsonl:3"):
            read_records(file)

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(FindingsError):
            read_records(tmp_path / "missing.jsonl")

    def test_no_rules(self, tmp_path: Path) -> None:
        with pytest.raises(RuleError, match=r"evaluation\.yaml"):
            Rules.load(tmp_path)

    def test_malformed_rules(self, tmp_path: Path) -> None:
        (tmp_path / "evaluation.yaml").write_text("names: {drop: []}\n", encoding="utf-8")
        with pytest.raises(RuleError, match="malformed"):
            Rules.load(tmp_path)


@pytest.mark.skipif(not NEWS.is_dir(), reason="the news gold and its scorer stand beside the repository")
class TestAgainstTheScorer:
    """The numbers are those of the scorer that came with the news gold."""

    @pytest.fixture(scope="class")
    @classmethod
    def gold(cls) -> dict[str, Any]:
        lines = (NEWS / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        return {r["doc"]["id"]: r for r in map(json.loads, lines)}

    def agree(self, found: Mapping[str, Any], gold: Mapping[str, Any]) -> None:
        sys.path.insert(0, str(NEWS))
        try:
            import score  # type: ignore[import-not-found]  # stands outside the repository
        finally:
            sys.path.remove(str(NEWS))
        table = SHARED / "open-data" / "countries.tsv.gz"
        mine = evaluate(found, gold, Rules.load(ROOT / "extract", table)).tally.rows
        theirs = score.score(found, gold)
        assert {sort: [r.right, r.found, r.gold] for sort, r in mine.items()} == dict(theirs)

    def test_gold_against_itself(self, gold: dict[str, Any]) -> None:
        self.agree(gold, gold)

    def test_gold_of_the_neighbour(self, gold: dict[str, Any]) -> None:
        shifted = dict(zip(gold, [*list(gold.values())[1:], next(iter(gold.values()))], strict=True))
        self.agree(shifted, gold)

    def test_gold_with_faults(self, gold: dict[str, Any]) -> None:
        found = json.loads(json.dumps(gold))
        for number, made in enumerate(found.values()):
            for index, item in enumerate(made["agreements"]):
                fault = (number + index) % 6
                item["parties"] = item["parties"][fault % 2 :] + (["Nobody"] if fault == 1 else [])
                item["date"] = item["date"][:4] if item["date"] and fault < 3 else item["date"]
                item["names"] = [] if fault == 4 else item["names"]
                item["type"] = "Treaty" if fault == 5 else item["type"]
                item["place"] = "Rome" if fault == 2 else item["place"]
            made["entities"]["persons"] = made["entities"]["persons"][number % 2 :]
            made["relations"] = [{**r, "rel": "cites"} for r in made["relations"]]
        self.agree(found, gold)
