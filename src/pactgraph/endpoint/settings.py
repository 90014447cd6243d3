"""What the operator of an endpoint chooses."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pactgraph.errors import UsageError

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of `pactgraph serve`. Times are in seconds, sizes in bytes.

    `store` is a directory of `pactgraph.store.EmbeddedStore`. `project` holds `queries/` and `ontology/`;
    None takes the one around the working directory, else the one in the package. `allowed` names the hosts
    (`example.org` or `example.org:8080`) that SERVICE and LOAD may reach; none by default. `base_url` is the
    address people see where a proxy stands in front. `rate` is requests per second for each client, 0 for
    no limit, `burst` how many may come at once.
    """

    store: Path
    project: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7878
    workers: int = 2
    writable: bool = False
    token_file: Path | None = None
    private: bool = False
    default_graph: Literal["union", "strict"] = "union"
    time_limit: float = 30.0
    memory_limit: int = 1024 * MIB
    result_limit: int = 4096 * MIB
    query_limit: int = 1 * MIB
    upload_limit: int = 1024 * MIB
    header_limit: int = 64 * 1024
    client_timeout: float = 30.0
    waiting: int = 128
    rate: float = 100.0
    burst: int = 400
    allowed: frozenset[str] = frozenset()
    base_url: str = ""
    trusted_proxies: str = "127.0.0.1"
    cache_size: int = 64 * MIB

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise UsageError(f"{self.workers} workers cannot answer", hint="give --workers 1 or more")
        if self.time_limit <= 0:
            raise UsageError(
                f"a time limit of {self.time_limit} s lets no query run", hint="give seconds above 0"
            )
        if not 0 <= self.port <= 65535:
            raise UsageError(f"{self.port} is no port", hint="give 0 (any free one) to 65535")

    @property
    def slow_lanes(self) -> int:
        """How many queries may go on in the background after their first moments."""
        return max(8, 4 * self.workers)

    @property
    def spares(self) -> int:
        """How many processes wait, ready, beyond those that answer."""
        return max(4, self.workers)
