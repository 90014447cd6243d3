from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.endpoint.serving import ADMIN, LARGE, READER, TOKEN, Server, make_store, serving


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A read-only server in strict mode over the small graph; nobody changes it."""
    folder = tmp_path_factory.mktemp("reader")
    with serving(
        make_store(folder / "store"), folder / "log", time_limit=1.5, memory_limit=256 << 20
    ) as server:
        yield server


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A read-only server over some thousand triples, with a low memory limit."""
    folder = tmp_path_factory.mktemp("large")
    text = "x" * 100
    data = "".join(f'<a:s{n}> <a:p> "{text}{n}" <g:{n % 7}> .\n' for n in range(LARGE))
    store = make_store(folder / "store", data, ox.RdfFormat.N_QUADS)
    with serving(store, folder / "log", time_limit=4.0, memory_limit=128 << 20) as server:
        yield server


@pytest.fixture(scope="session")
def token_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokens") / "tokens"
    path.write_text(f"# who may\nwrite {TOKEN}\nread {READER}  # a guest\nadmin {ADMIN}\n")
    return path


@pytest.fixture(scope="session")
def writing_server(tmp_path_factory: pytest.TempPathFactory, token_file: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("writer")
    options = {"writable": True, "token_file": str(token_file), "default_graph": "strict", "time_limit": 3.0}
    with serving(folder / "store", folder / "log", **options) as server:
        yield server


@pytest.fixture
def writer(writing_server: Server) -> Server:
    """A writable server in strict mode, its graph empty."""
    assert writing_server.update("DROP ALL").status_code == 204
    return writing_server
