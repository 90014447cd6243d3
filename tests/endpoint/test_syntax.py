import pyoxigraph as ox
import pytest

from pactgraph.endpoint.syntax import explained


@pytest.mark.parametrize("text", ["SELECT * {", "SELECT *\nWHERE { ?s ?p }", "x", "", "ASK { ?s ?p 'a }"])
def test_real_errors_are_explained_with_their_place(text: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text)
    told = explained(caught.value.msg, text)
    assert told["line"] == text.count("\n") + 1
    assert "..=" not in str(told["message"])
    assert f"line {told['line']}, column {told['column']}" in str(told["message"])


def test_the_mark_stands_below_the_place() -> None:
    message = str(explained('error at 2:3: expected "{"', "ASK\nab cd")["message"])
    assert message.endswith("\nab cd\n  ^")


def test_other_errors_stay_as_they_are() -> None:
    assert explained("something else", "ASK {}") == {"message": "something else"}
