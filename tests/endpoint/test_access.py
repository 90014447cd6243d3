from pathlib import Path

import pytest

from pactgraph.endpoint.access import Rate, Tokens
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.settings import Settings
from pactgraph.errors import UsageError

READ, WRITE = "r" * 16, "w" * 16


def status(tokens: Tokens, scope: str, header: str) -> int:
    try:
        tokens.require(scope, header)  # type: ignore[arg-type]  # given as text by the test
    except Problem as problem:
        return problem.status
    return 200


def test_scopes_contain_the_lesser_ones() -> None:
    tokens = Tokens({READ: "read", WRITE: "write"})
    assert status(tokens, "read", f"Bearer {WRITE}") == 200
    assert status(tokens, "write", f"bearer {WRITE}") == 200
    assert status(tokens, "write", f"Bearer {READ}") == 403
    assert status(tokens, "admin", f"Bearer {WRITE}") == 403


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {WRITE}", f"Bearer {WRITE[:-1]}", "Bearer \udcff"]
)
def test_unknown_tokens_are_challenged(header: str) -> None:
    assert status(Tokens({WRITE: "write"}), "write", header) == 401


def test_token_file_and_variable(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# comment\n\nread {READ} # guest\n")
    tokens = Tokens.load(Settings(tmp_path, writable=True, token_file=file), {"PACTGRAPH_TOKEN": WRITE})
    assert status(tokens, "write", f"Bearer {WRITE}") == 200
    assert status(tokens, "read", f"Bearer {READ}") == 200


@pytest.mark.parametrize("line", ["write", "writer abcdefghijklmnopq", "write short", "a b c"])
def test_wrong_lines_are_named_without_the_token(tmp_path: Path, line: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# first\n{line}\n")
    with pytest.raises(UsageError) as caught:
        Tokens.load(Settings(tmp_path, token_file=file), {})
    assert caught.value.where.endswith(":2")
    assert "abcdef" not in str(caught.value)


def test_writable_without_a_writer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Tokens.load(Settings(tmp_path, writable=True), {})


def test_rate_admits_the_burst_then_refuses_that_client_alone() -> None:
    rate = Rate(0.5, 3)
    for _ in range(3):
        rate.admit("a")
    with pytest.raises(Problem) as caught:
        rate.admit("a")
    assert caught.value.status == 429
    assert int(caught.value.headers["Retry-After"]) >= 1
    rate.admit("b")
