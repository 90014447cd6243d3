"""What a text must not do, found before it runs."""

from pactgraph.endpoint.egress import Egress
from pactgraph.endpoint.lexing import DEEPEST, Look, look
from pactgraph.endpoint.problems import Problem


def looked_at(text: str) -> Look:
    """What the tokens of a text tell. Raises Problem 400 where it nests deeper than any engine should go."""
    seen = look(text)
    if seen.depth > DEEPEST:
        detail = f"The text nests {seen.depth} deep; this endpoint allows {DEEPEST}."
        raise Problem(400, "too-deep", detail, limit=DEEPEST)
    return seen


async def reaching(text: str, seen: Look, egress: Egress) -> str:
    """The text with its SERVICE and LOAD targets led through the allow list.

    Raises Problem 403 for a target that is not on it, or that is no constant.
    """
    for reach in reversed(seen.reaches):
        if reach.iri is None:
            detail = (
                f"{reach.keyword} is refused here unless its target is an address on this endpoint's list."
            )
            raise Problem(403, "outside", detail)
        inner = await egress.permit(reach.iri, reach.keyword)
        text = f"{text[: reach.start]}<{inner}>{text[reach.end :]}"
    return text
