"""Small questions of the server's own, answered by the query processes and kept while the snapshot lasts."""

import json
from typing import Any

from pactgraph.endpoint.service import Kept, Service

Row = dict[str, str]


async def rows(service: Service, text: str, *, limit: float = 5.0) -> list[Row]:
    """The rows of a SELECT as plain texts; one empty row for an ASK that holds, none for one that does not.

    `limit` is in seconds. Raises Problem as the pool does.
    """
    with service.snapshots.hold() as snapshot:
        kept = service.cache.get(snapshot.identity, ("own", text))
        if kept is None:
            job = {
                "op": "query",
                "text": text,
                "union": True,
                "default": None,
                "named": None,
                "results": "json",
                "store": str(snapshot.path),
            }
            async with service.pool.run(job, limit) as answer:
                kept = Kept([], b"".join([chunk async for chunk in answer.chunks()]))
            service.cache.put(snapshot.identity, ("own", text), kept)
    return _rows(json.loads(kept.body))


def _rows(document: dict[str, Any]) -> list[Row]:
    if "boolean" in document:
        return [{}] if document["boolean"] else []
    found = document["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]
