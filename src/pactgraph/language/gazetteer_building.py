"""Builds the gazetteer's index out of its tables."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import attrgetter

from pactgraph.language.gazetteer_index import (
    ACRONYM,
    ALIAS,
    BORROWED,
    DEMONYM,
    FORM,
    LABEL,
    MENTION,
    SURE,
    TELLING,
    VARIANT,
    Posting,
    Sections,
    packed,
    split_cell,
)
from pactgraph.language.gazetteer_names import (
    ACRONYM_SEED,
    NAME_SEED,
    Normal,
    initials,
    is_written_as_acronym,
    piece_hash,
    raw_pieces,
    step,
)
from pactgraph.language.gazetteer_tables import FIELDS, MentionRule, Row, Settings, read_rows


@dataclass(slots=True)
class _Name:
    """A name of a row on its way into the index."""

    seed: int
    pieces: tuple[str, ...]
    form: int
    mention: bool
    sure: bool = False
    telling: bool = False

    @property
    def flags(self) -> int:
        """The posting's flags."""
        return self.form | (MENTION * self.mention) | (SURE * self.sure) | (TELLING * self.telling)


@dataclass
class _Names:
    """What is entered: postings by key, the keys of beginnings of names, rows by the words of their names."""

    postings: dict[int, list[Posting]]
    beginnings: set[int]
    words: dict[str, list[int]]

    def enter(self, name: _Name, row: int) -> None:
        """Enters a name, all its beginnings, and its words."""
        state = name.seed
        for piece in name.pieces:
            self.beginnings.add(state)
            state = step(state, piece_hash(piece))
        group = self.postings.setdefault(state, [])
        if name.pieces and not any(r == row and flags & FORM <= name.form for r, flags in group):
            group.append((row, name.flags))
        if name.form in (LABEL, ALIAS):
            for word in name.pieces:
                rows = self.words[word]
                if not rows or rows[-1] != row:
                    rows.append(row)


@dataclass(frozen=True)
class _Table:
    """All rows, best first, with what the names' policy needs to know."""

    settings: Settings
    rows: list[Row]
    rules: list[MentionRule | None]
    ordinary: frozenset[str]
    stop: frozenset[str]


def build(settings: Settings, digest: str) -> bytes:
    """The index of a gazetteer folder as bytes; the same files give the same bytes."""
    rows = sorted(read_rows(settings), key=lambda row: _rank(settings, row))
    rules = [settings.tables[row.table].rule(row) for row in rows]
    table = _Table(settings, rows, rules, _ordinary(settings, rows), _stop(settings))
    names = _Names({}, set(), defaultdict(list))
    for number in range(len(rows)):
        for name in _names(table, number):
            names.enter(name, number)
    sections = _word_sections(table, names) | _name_sections(table, names)
    del names
    return packed(sections | _row_sections(rows), digest)


def _name_sections(table: _Table, names: _Names) -> Sections:
    """The keys of all names and beginnings, and the postings of the names."""
    keys = array("Q", sorted(names.beginnings | names.postings.keys()))
    starts, rows, flags = array("I", [0]), array("I"), array("B")
    for key in keys:
        for row, flag in _kept(table, names.postings.get(key, [])):
            rows.append(row)
            flags.append(flag)
        starts.append(len(rows))
    return {"keys": keys, "starts": starts, "rows": rows, "flags": flags}


def _rank(settings: Settings, row: Row) -> tuple[int, int, int, int, str]:
    """Best rows first: by table, type (where the table says an order), tier, population, id."""
    names = list(settings.tables)
    kind = _order(settings, row)
    return names.index(row.table), kind, int(row.tier or 9), -int(row.population or 0), row.id


def _order(settings: Settings, row: Row) -> int:
    order = settings.tables[row.table].order
    return order.index(row.type) if row.type in order else len(order)


def _ordinary(settings: Settings, rows: list[Row]) -> frozenset[str]:
    """Words that stand in lower case in the labels of the tables with `case = "any"`: everyday words."""
    labels = (row.label for row in rows if settings.tables[row.table].case == "any")
    words = (word for label in labels for word in label.split() if word.islower())
    return (
        frozenset(piece for word in words for piece in settings.normal.pieces(word)) | settings.normal.small
    )


def _stop(settings: Settings) -> frozenset[str]:
    """Stop names, normalised, with their table in front where they have one."""
    parts = (line.rpartition(":") for line in settings.stop)
    return frozenset(table + sep + " ".join(settings.normal.pieces(name)) for table, sep, name in parts)


def _names(table: _Table, number: int) -> Iterator[_Name]:
    """Every name, variant, acronym and demonym of a row."""
    row, rule, normal = table.rows[number], table.rules[number], table.settings.normal
    for name, form in [(row.label, LABEL), *((alias, ALIAS) for alias in split_cell(row.aliases))]:
        yield from _name_forms(table, number, name, form)
    for acronym in split_cell(row.acronyms):
        mention = _acronym_mention(table, rule, acronym)
        known = rule is not None and 0 < rule.sure_letters <= len(acronym)
        form, sure = _acronym_form(normal, row, acronym), known or acronym in table.settings.sure
        yield _Name(ACRONYM_SEED, tuple(raw_pieces(acronym)), form, mention, sure)
    for demonym in filter(None, (part.strip() for part in row.demonyms.replace("|", ",").split(","))):
        mention = rule is not None and rule.demonyms and demonym not in table.settings.stop
        yield _Name(NAME_SEED, normal.pieces(demonym), DEMONYM, mention)


def _name_forms(table: _Table, number: int, name: str, form: int) -> Iterator[_Name]:
    normal, row, rule = table.settings.normal, table.rows[number], table.rules[number]
    pieces = normal.pieces(name)
    if is_written_as_acronym(name):
        yield _Name(NAME_SEED, pieces, form, False)
        yield _Name(ACRONYM_SEED, tuple(raw_pieces(name)), form, _acronym_mention(table, rule, name))
        return
    mention = rule is not None and _name_mention(table, rule, row, pieces)
    telling = not table.ordinary.issuperset(pieces)
    yield _Name(NAME_SEED, pieces, form, mention, telling=telling)
    for made, allowed in normal.alternatives(row.table, pieces):
        yield _Name(NAME_SEED, made, VARIANT, mention and allowed and len(made) > 1, telling=telling)


def _acronym_form(normal: Normal, row: Row, acronym: str) -> int:
    own = acronym == split_cell(row.acronyms)[0]
    names = (row.label, *split_cell(row.aliases))
    return ACRONYM if own or any(initials(name, normal.small) == acronym for name in names) else BORROWED


def _name_mention(table: _Table, rule: MentionRule, row: Row, pieces: tuple[str, ...]) -> bool:
    """Whether running text is searched for a name. Population counts for names of one word only."""
    joined = " ".join(pieces)
    if joined in table.stop or f"{row.table}:{joined}" in table.stop:
        return False
    if rule.telling and table.ordinary.issuperset(pieces):
        return False
    enough = len(pieces) >= max(rule.min_words, 1) and sum(map(len, pieces)) >= rule.min_letters
    return enough and (len(pieces) > 1 or int(row.population or 0) >= rule.min_population)


def _acronym_mention(table: _Table, rule: MentionRule | None, acronym: str) -> bool:
    return rule is not None and rule.acronyms and acronym not in table.settings.stop and len(acronym) > 1


def _kept(table: _Table, group: list[Posting]) -> list[Posting]:
    """Sorts a name's postings, borrowed acronyms last; running text may mean the best few rows only."""
    if len(group) < 2:
        return group
    ordered = sorted(_genuine(table, group), key=lambda posting: (posting[1] & FORM == BORROWED, posting[0]))
    best: dict[tuple[str, bool], tuple[int, str, bool]] = {}
    taken: Counter[tuple[str, bool]] = Counter()
    heard = {table.rows[number].table for number, flags in ordered if flags & MENTION}
    for place, (number, flags) in enumerate(ordered):
        row, form, rule = table.rows[number], flags & FORM, table.rules[number]
        part = (row.table, form == DEMONYM)
        worth = (_order(table.settings, row), row.tier, form == BORROWED)
        allowed = flags & MENTION and not (rule and rule.yields_to & heard)
        if (
            allowed
            and best.setdefault(part, worth) == worth
            and taken[part] < table.settings.tables[part[0]].keep
        ):
            taken[part] += 1
        else:
            ordered[place] = (number, flags & ~MENTION)
    return ordered


def _genuine(table: _Table, group: list[Posting]) -> Iterator[Posting]:
    """Drops variants that are another row's name, and silences acronyms that several rows own."""
    named = {table.rows[number].table for number, flags in group if flags & FORM in (LABEL, ALIAS)}
    owners = Counter(table.rows[number].table for number, flags in group if flags & FORM == ACRONYM)
    for number, flags in group:
        name = table.rows[number].table
        if flags & FORM == VARIANT and name in named:
            continue
        loud = flags & FORM not in (ACRONYM, BORROWED) or owners[name] < 2 or flags & SURE
        yield number, flags if loud else flags & ~MENTION


def _row_sections(rows: list[Row]) -> Sections:
    """The rows' text, its offsets, and the rows by id."""
    cells = attrgetter(*FIELDS)
    texts = ["\t".join(cells(row)).encode() for row in rows]
    ids = sorted((piece_hash(row.id), number) for number, row in enumerate(rows))
    return {
        "offsets": array("I", accumulate((len(text) for text in texts), initial=0)),
        "text": array("B", b"".join(texts)),
        "ids": array("Q", [wanted for wanted, _ in ids]),
        "id_rows": array("I", [number for _, number in ids]),
    }


def _word_sections(table: _Table, names: _Names) -> Sections:
    """Rows by the words of their names, for fuzzy candidates; small words are left out."""
    small = table.settings.normal.small
    found = sorted((piece_hash(word), word) for word in names.words if word not in small)
    groups = [names.words[word] for _, word in found]
    return {
        "words": array("Q", [hashed for hashed, _ in found]),
        "word_starts": array("I", accumulate((len(group) for group in groups), initial=0)),
        "word_rows": array("I", chain.from_iterable(groups)),
    }
