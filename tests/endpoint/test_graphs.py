import pyoxigraph as ox
import pytest
from tests.endpoint.serving import GRAPH, TOKEN, Server

BEARER = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle", **BEARER}


def triples(server: Server, **params: str) -> set[str]:
    answer = server.client.get("/graphs", params=params, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200, answer.text
    return {str(t) for t in ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)}


def test_put_get_post_delete_of_a_named_graph(writer: Server) -> None:
    graph = {"graph": "http://example.org/g"}
    put = writer.client.put(
        "/graphs", params=graph, content="<a:a> <p:p> _:b . _:b <p:q> <rel> .", headers=TURTLE
    )
    assert put.status_code == 201
    assert len(triples(writer, **graph)) == 2
    assert any("<http://example.org/rel>" in t for t in triples(writer, **graph))
    again = writer.client.put("/graphs", params=graph, content="<a:a> <p:p> 1 .", headers=TURTLE)
    assert again.status_code == 204
    assert len(triples(writer, **graph)) == 1
    more = writer.client.post("/graphs", params=graph, content="<a:a> <p:p> 2 .", headers=TURTLE)
    assert more.status_code == 204
    assert len(triples(writer, **graph)) == 2
    head = writer.client.head("/graphs", params=graph)
    assert (head.status_code, head.content) == (200, b"")
    assert writer.client.delete("/graphs", params=graph, headers=BEARER).status_code == 204
    assert writer.client.get("/graphs", params=graph).status_code == 404
    assert writer.client.delete("/graphs", params=graph, headers=BEARER).status_code == 404


def test_an_empty_graph_exists(writer: Server) -> None:
    assert writer.client.put("/graphs?graph=g:e", content="", headers=TURTLE).status_code == 201
    assert triples(writer, graph="g:e") == set()


def test_default_graph(writer: Server) -> None:
    assert writer.client.put("/graphs?default", content="<a:a> <p:p> 1 .", headers=TURTLE).status_code == 204
    assert len(triples(writer, default="")) == 1
    assert writer.client.delete("/graphs?default", headers=BEARER).status_code == 204
    assert triples(writer, default="") == set()


def test_direct_names_and_new_graphs(writer: Server) -> None:
    assert writer.client.put("/graphs/mine", content="<> <p:p> 1 .", headers=TURTLE).status_code == 201
    assert triples(writer, graph=f"{writer.url}/graphs/mine") == {
        str(t)
        for t in ox.parse(
            writer.client.get("/graphs/mine", headers={"Accept": "text/turtle"}).content, ox.RdfFormat.TURTLE
        )
    }
    made = writer.client.post("/graphs", content="<> <p:p> 2 .", headers=TURTLE)
    assert made.status_code == 201
    assert writer.client.get(made.headers["location"]).status_code == 200


def test_multipart_post(writer: Server) -> None:
    files = [
        ("a", ("a.ttl", "<a:a> <p:p> 1 .", "text/turtle")),
        ("b", ("b.nt", "<a:a> <p:p> <a:b> .", "application/octet-stream")),
    ]
    answer = writer.client.post("/graphs?graph=g:m", files=files, headers=BEARER)
    assert answer.status_code == 201
    assert len(triples(writer, graph="g:m")) == 2


@pytest.mark.parametrize(
    ("method", "target", "content", "headers", "status"),
    [
        ("PUT", "?graph=g:x", "<a:a> <p:p>", TURTLE, 400),
        (
            "PUT",
            "?graph=g:x",
            '{"@context": "file:///etc/passwd", "a": 1}',
            {"Content-Type": "application/ld+json", **BEARER},
            400,
        ),
        (
            "PUT",
            "?graph=g:x",
            '{"@context": "http://127.0.0.1:1/c", "a": 1}',
            {"Content-Type": "application/ld+json", **BEARER},
            400,
        ),
        ("PUT", "?graph=g:x", "a,b", {"Content-Type": "text/csv", **BEARER}, 415),
        ("PUT", "?graph=relative", "", TURTLE, 400),
        ("PUT", "", "", TURTLE, 400),
        ("PUT", "?graph=g:x&default", "", TURTLE, 400),
        ("PUT", "?graph=g:x", "", {"Content-Type": "text/turtle"}, 401),
        ("PATCH", "?graph=g:x", "", TURTLE, 405),
        ("GET", "?graph=g:none", "", {}, 404),
    ],
)
def test_wrong_requests_change_nothing(
    writer: Server, method: str, target: str, content: str, headers: dict[str, str], status: int
) -> None:
    writer.client.put("/graphs?default", content="<a:a> <p:p> 1 .", headers=TURTLE)
    answer = writer.client.request(method, f"/graphs{target}", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert writer.client.get("/graphs?graph=g:x").status_code == 404
    assert len(triples(writer, default="")) == 1


def test_a_read_only_server_writes_nothing(reader: Server) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert (
            reader.client.request(method, "/graphs", params={"graph": GRAPH}, headers=TURTLE).status_code
            == 403
        )
    answer = reader.client.get("/graphs", params={"graph": GRAPH}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
