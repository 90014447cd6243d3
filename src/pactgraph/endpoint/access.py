"""Who may do what, and how often."""

import hashlib
import hmac
import os
import time
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.settings import Settings
from pactgraph.errors import UsageError

Scope = Literal["read", "write", "admin"]

_RANK: Mapping[str, int] = {"read": 1, "write": 2, "admin": 3}
_VARIABLE = "PACTGRAPH_TOKEN"
_SHORTEST = 16
_CLIENTS = 10_000


class Tokens:
    """The tokens of a server, kept as digests only."""

    def __init__(self, granted: Mapping[str, Scope]) -> None:
        self._granted = {_digest(token): _RANK[scope] for token, scope in granted.items()}

    @classmethod
    def load(cls, settings: Settings, environment: Mapping[str, str] = os.environ) -> "Tokens":
        """Those of the token file, and the one in the variable PACTGRAPH_TOKEN, which may write.

        The file has lines `read TOKEN`, `write TOKEN` or `admin TOKEN`; `#` begins a comment. Raises
        UsageError for a line that is wrong, and for a writable server without any token to write.
        """
        granted = _from_file(settings.token_file) if settings.token_file else {}
        if environment.get(_VARIABLE):
            granted[_checked(environment[_VARIABLE], f"variable {_VARIABLE}")] = "write"
        if settings.writable and not any(_RANK[scope] >= _RANK["write"] for scope in granted.values()):
            raise UsageError(
                "nobody could write", hint=f"give --token-file with a line `write TOKEN`, or set {_VARIABLE}"
            )
        return cls(granted)

    def require(self, scope: Scope, authorization: str) -> None:
        """Raises Problem 401 where there is no known token, 403 where it may not do this."""
        kind, _, token = authorization.partition(" ")
        rank = self._rank(token.strip()) if kind.lower() == "bearer" else 0
        if rank == 0:
            challenge = {"WWW-Authenticate": 'Bearer realm="pactgraph"'}
            raise Problem(401, "token", f"This needs a token that may {scope}.", headers=challenge)
        if rank < _RANK[scope]:
            raise Problem(403, "scope", f"This token may not {scope}.")

    def _rank(self, token: str) -> int:
        """The rank of a token, 0 for an unknown one. All are compared, so that time tells nothing."""
        digest = _digest(token)
        return max(
            (rank for known, rank in self._granted.items() if hmac.compare_digest(known, digest)), default=0
        )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _from_file(path: Path) -> dict[str, Scope]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"the token file cannot be read: {error.strerror}", where=str(path)) from error
    granted: dict[str, Scope] = {}
    for number, line in enumerate(lines, 1):
        words = line.partition("#")[0].split()
        where = f"{path}:{number}"
        if words and (len(words) != 2 or words[0] not in _RANK):
            raise UsageError(
                "no token line", where=where, hint="write `read`, `write` or `admin`, then the token"
            )
        if words:
            granted[_checked(words[1], where)] = words[0]  # type: ignore[assignment]  # checked against _RANK above
    return granted


def _checked(token: str, where: str) -> str:
    if len(token) < _SHORTEST:
        raise UsageError(f"a token has at least {_SHORTEST} characters", where=where)
    return token


class Rate:
    """A bucket of requests for each client, filled at a steady rate."""

    def __init__(self, rate: float, burst: int) -> None:
        """`rate` in requests per second, 0 for no limit."""
        self._rate, self._burst = rate, float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, client: str) -> None:
        """Takes one from the client's bucket. Raises Problem 429 where it is empty."""
        if self._rate <= 0:
            return
        now = time.monotonic()
        left, since = self._buckets.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        self._buckets[client] = (max(0.0, left - 1), now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        if left < 1:
            wait = str(max(1, round((1 - left) / self._rate)))
            detail = "Too many requests from this address."
            raise Problem(429, "rate", detail, headers={"Retry-After": wait})
