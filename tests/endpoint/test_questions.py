import pytest
from tests.endpoint.serving import Server


def test_every_question_runs_with_its_defaults(reader: Server) -> None:
    listing = reader.client.get("/queries").json()
    assert len(listing) > 10
    for question in listing:
        answer = reader.client.get(question["href"], headers={"Accept": "application/sparql-results+json"})
        assert answer.status_code == 200, answer.text
        assert set(answer.json()["head"]["vars"]) == set(question["columns"])


def test_parameters_are_bound_as_terms(reader: Server) -> None:
    for value in ('"} UNION { ?s ?p ?o } #', "a\\", "'''", "<x>", "\n}"):
        answer = reader.client.get("/queries/lineage", params={"agreementNamed": value})
        assert answer.status_code == 200, answer.text
        assert answer.json()["results"]["bindings"] == []


def test_formats(reader: Server) -> None:
    assert reader.client.get("/queries/lineage?format=csv").headers["content-type"].startswith("text/csv")
    assert (
        reader.client.get("/queries/lineage", headers={"Accept": "text/csv"})
        .headers["content-type"]
        .startswith("text/csv")
    )
    assert reader.client.get("/queries/lineage?format=turtle").status_code == 406


@pytest.mark.parametrize("query", ["nonsense=1", "agreementNamed=a&agreementNamed=b"])
def test_wrong_parameters(reader: Server, query: str) -> None:
    answer = reader.client.get(f"/queries/lineage?{query}")
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("parameter")


def test_each_question_is_in_the_api_description(reader: Server) -> None:
    paths = reader.client.get("/openapi.json").json()["paths"]
    for question in reader.client.get("/queries").json():
        described = paths[f"/queries/{question['name']}"]["get"]
        assert described["summary"] == question["title"]
        assert {p["name"] for p in described["parameters"]} == {p["name"] for p in question["parameters"]} | {
            "format"
        }
    example = {p["name"]: p.get("example") for p in paths["/queries/lineage"]["get"]["parameters"]}
    assert example["agreementNamed"]
    assert {"/sparql", "/graphs"} <= set(paths)
