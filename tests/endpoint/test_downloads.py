import pyoxigraph as ox
import pytest
from tests.endpoint.serving import LARGE, Server

NAMES = ["ttl", "nt", "nq", "trig", "rdf", "jsonld"]


@pytest.mark.parametrize("extension", NAMES)
def test_whole_graph_in_each_format(reader: Server, extension: str) -> None:
    answer = reader.client.get(f"/export/graph.{extension}")
    form = ox.RdfFormat.from_extension(extension)
    assert form is not None
    assert len(set(ox.parse(answer.content, form))) == 10
    assert f'filename="graph.{extension}"' in answer.headers["content-disposition"]


def test_one_document(reader: Server) -> None:
    answer = reader.client.get("/export/document/first.nt")
    assert len(list(ox.parse(answer.content, ox.RdfFormat.N_TRIPLES))) == 5
    assert reader.client.get("/export/document/none.nt").status_code == 404
    assert reader.client.get("/export/graph.exe").status_code == 404


def test_ranges_put_together_are_the_whole(large: Server) -> None:
    whole = large.client.get("/export/graph.nq", headers={"Accept-Encoding": "identity"})
    assert whole.content.count(b"\n") == LARGE
    parts = []
    for start in range(0, len(whole.content), 150_000):
        headers = {"Range": f"bytes={start}-{start + 149_999}", "If-Range": whole.headers["etag"]}
        part = large.client.get("/export/graph.nq", headers={**headers, "Accept-Encoding": "identity"})
        assert part.status_code == 206
        parts.append(part.content)
    assert b"".join(parts) == whole.content
    beyond = large.client.get("/export/graph.nq", headers={"Range": f"bytes={len(whole.content) + 5}-"})
    assert beyond.status_code == 416
    known = large.client.get(
        "/export/graph.nq", headers={"If-None-Match": whole.headers["etag"], "Accept-Encoding": "identity"}
    )
    assert known.status_code == 304
