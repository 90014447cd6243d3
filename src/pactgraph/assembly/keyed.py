"""Things told apart by what they connect: a signature by agreement and signatory, a post by office and
holder."""

from collections import defaultdict
from collections.abc import Sequence

from pactgraph.assembly.clusters import Cluster, Clusters, chained
from pactgraph.assembly.corpus import Corpus
from pactgraph.assembly.names import Names
from pactgraph.assembly.settings import KindRule

Key = tuple[object, ...]
_SCORE = 0.9


def resolve(corpus: Corpus, clusters: Clusters, names: Names, kind: KindRule, members: Sequence[int]) -> None:
    """Joins members whose key properties have the same values; one that lacks any stays by itself."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for member in members:
        if key := key_of(corpus, clusters, names, kind, member):
            groups[key].append(member)
    reason = f"the same {', '.join((kind.parent, *kind.key) if kind.parent else kind.key)}"
    clusters.apply((p for group in groups.values() for p in chained(group, reason, _SCORE)), _never)


def key_of(corpus: Corpus, clusters: Clusters, names: Names, kind: KindRule, member: int) -> Key | None:
    """The values of a member's key properties: nodes, or words of literals; None where one is missing."""
    parts: list[object] = []
    if kind.parent:
        parts.append(frozenset(clusters.root(s) for s in corpus.subjects(member, kind.parent)))
    for name in kind.key:
        nodes = {clusters.root(o) for o in corpus.objects(member, name)}
        parts.append(frozenset(nodes | {names.key(v.value) for v in corpus.values(member, name)}))
    return tuple(parts) if all(parts) else None


def _never(_one: Cluster, _other: Cluster) -> bool:
    return False
