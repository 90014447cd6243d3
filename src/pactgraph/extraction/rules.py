"""Rules: everything a project's `extract/` folder says about extraction, loaded and checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from pactgraph.errors import RuleError
from pactgraph.extraction.citations import CitationFinder
from pactgraph.extraction.dates import Calendar
from pactgraph.extraction.entities import EntityRules
from pactgraph.extraction.frames import Frame, load_frames
from pactgraph.extraction.lexicon import Lexicon
from pactgraph.extraction.nominals import Heads
from pactgraph.extraction.quotations import QuotationFinder
from pactgraph.extraction.references import ReferenceRules
from pactgraph.extraction.roles import RoleRules
from pactgraph.extraction.rulefiles import read_yaml
from pactgraph.extraction.terms import Terms


@dataclass(frozen=True)
class Rules:
    """All rule files of one project, parsed."""

    heads: Heads
    own_date_verbs: frozenset[str]
    split_words: frozenset[str]
    entities: EntityRules
    roles: RoleRules
    references: ReferenceRules
    calendar: Calendar
    citations: CitationFinder
    quotations: QuotationFinder
    frames: tuple[Frame, ...]
    lexicon: Lexicon
    genres: tuple[tuple[str, regex.Pattern[str]], ...]
    instrument_genres: frozenset[str]
    speech_genres: frozenset[str]
    closings: frozenset[str]
    articles: regex.Pattern[str] | None
    settings: Mapping[str, Any]
    terms: Terms

    @classmethod
    def load(cls, extract: Path) -> "Rules":
        """Reads the folder `extract/`; a RuleError names the file that is missing or malformed."""
        heads = read_yaml(extract / "entities" / "heads.yaml")
        roles = RoleRules.from_data(read_yaml(extract / "entities" / "roles.yaml"))
        calendar = Calendar(read_yaml(extract / "dates.yaml"))
        frames = tuple(load_frames(extract / "relations"))
        verbs = frozenset(v for f in frames for v in f.verbs)
        nouns = frozenset(n for f in frames for n in f.nouns)
        settings = read_yaml(extract / "findings.yaml")
        if not isinstance(settings, dict) or "terms" not in settings:
            raise RuleError("has no section “terms”", where="extract/findings.yaml", hint="see docs/rules.md")
        return cls(
            heads=Heads.from_data(heads),
            own_date_verbs=frozenset(heads.get("own_date_verbs") or ()),
            split_words=frozenset(heads.get("split_words") or ()),
            entities=_entities(read_yaml(extract / "entities" / "entities.yaml"), roles),
            roles=roles,
            references=ReferenceRules.from_data(read_yaml(extract / "references.yaml")),
            calendar=calendar,
            citations=_made(
                CitationFinder,
                read_yaml(extract / "citations.yaml"),
                calendar,
                where="extract/citations.yaml",
            ),
            quotations=_made(
                QuotationFinder, read_yaml(extract / "quotations.yaml"), where="extract/quotations.yaml"
            ),
            frames=frames,
            lexicon=_made(
                Lexicon.from_data,
                read_yaml(extract / "predicates.yaml"),
                verbs,
                nouns,
                where="extract/predicates.yaml",
            ),
            genres=_genres(extract / "genres.yaml"),
            instrument_genres=frozenset(settings.get("instrument_genres") or ()),
            speech_genres=frozenset(settings.get("speech_genres") or ()),
            closings=frozenset(settings.get("closings") or ()),
            articles=regex.compile(settings["articles"], regex.M) if settings.get("articles") else None,
            settings=settings,
            terms=_made(Terms.from_data, settings["terms"], where="extract/findings.yaml"),
        )


def _made(factory: Any, *arguments: Any, where: str) -> Any:
    try:
        return factory(*arguments)
    except (KeyError, TypeError, AttributeError, regex.error) as error:
        raise RuleError(f"malformed: {error!r}", where=where, hint="see docs/rules.md") from error


def _entities(data: Mapping[str, Any], roles: RoleRules) -> EntityRules:
    try:
        return EntityRules(
            labels={label: (entry["kind"], entry["class"]) for label, entry in data["labels"].items()},
            rank=data["rank"],
            stop=frozenset(data["stop"]),
            leading=frozenset(data["leading"]),
            titles=roles.titles,
            honorifics=roles.honorifics,
            suffixes=roles.suffixes,
            name_suffixes=roles.name_suffixes,
            particles=roles.particles,
            role_words=roles.heads,
            person_titles=roles.honorifics | roles.heads,
            small=frozenset(data["small"]),
            person_class=data["labels"]["PERSON"]["class"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RuleError(
            f"malformed: {error!r}", where="extract/entities/entities.yaml", hint="see docs/rules.md"
        ) from error


def _genres(path: Path) -> tuple[tuple[str, regex.Pattern[str]], ...]:
    entries = read_yaml(path)
    if not isinstance(entries, list):
        raise RuleError("a list of genres is wanted", where=str(path), hint="start each with “- genre:”")
    try:
        return tuple(
            (e["genre"], regex.compile("|".join(f"(?:{cue})" for cue in e["cues"]), regex.M)) for e in entries
        )
    except (KeyError, TypeError, regex.error) as error:
        raise RuleError(
            f"malformed: {error!r}", where=str(path), hint="each entry has “genre” and a list of “cues”"
        ) from error
