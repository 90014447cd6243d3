"""The pipeline of a project: `extract/pipeline.cfg` names the model and the components behind it.

The file is in spaCy's configuration format:

    [model]
    name = "fast"              a model in `folder`, an installed spaCy package, or a path
    folder = "model"           beside pipeline.cfg

    [language]
    components = ["pactgraph_gazetteer", "pactgraph_patterns"]

    [language.entities]        what entity labels of other models become: LABEL = "ORG", or "" to drop it

    [components]

    [components.pactgraph_gazetteer]
    folder = "gazetteer"       without this folder the component is left out

    [components.pactgraph_patterns]
    files = "entities/*.jsonl"

Paths are counted from the folder of the file. Other sections belong to other parts of the engine.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spacy.language import Language
from thinc.api import Config

from pactgraph.errors import ProjectError
from pactgraph.language import breaks, models, scheme, tokenization

FILE = Path("extract") / "pipeline.cfg"

MODULES = {
    "pactgraph_gazetteer": "pactgraph.language.gazetteer",
    "pactgraph_patterns": "pactgraph.language.patterns",
}
"""Where the factories of our components are; other factories are found by spaCy's entry points."""

PATHS = {"folder", "files"}
"""Settings of components that are paths: `files` may be a pattern or a list of them."""


def load(project_root: Path, name: str | None = None) -> Language:
    """The pipeline of the project at `project_root`; `name` overrides the model named in its pipeline.cfg.

    Tokens carry UPOS, morphology, lemmas, Universal Dependencies and sentence starts; `doc.ents` has only
    the labels of `scheme.LABELS`; `doc.spans` has "gazetteer" and "patterns"; blank lines end sentences.
    Raises ProjectError (pipeline.cfg), ModelError (the model) or RuleError (a file of rules).
    """
    path = project_root / FILE
    config = _read(path)
    model = _section(config, "model", path)
    language = _section(config, "language", path)
    nlp = models.load_model(
        name or _text(model, "name", path), path.parent / str(model.get("folder", "model"))
    )
    tokenization.part_joined_names(nlp)
    nlp.add_pipe(breaks.NAME, first=True)
    scheme.adapt(nlp, language.get("entities"))
    for component in language.get("components", []):
        settings = _absolute(config.get("components", {}).get(component, {}), path.parent, path)
        if _present(component, settings):
            _add(nlp, component, settings, path)
    return nlp


def _read(path: Path) -> Config:
    if not path.is_file():
        raise ProjectError(
            "the project has no pipeline.cfg", where=str(path), hint="pactgraph init writes one"
        )
    try:
        return Config().from_disk(path, interpolate=True)
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise ProjectError(
            f"pipeline.cfg cannot be read: {reason}", where=str(path), hint="see spaCy's configuration format"
        ) from error


def _section(config: Config, name: str, path: Path) -> dict[str, Any]:
    section = config.get(name)
    if not isinstance(section, dict):
        raise ProjectError(f"the section [{name}] is missing", where=str(path), hint=f"add [{name}]")
    return section


def _text(section: dict[str, Any], key: str, path: Path) -> str:
    value = section.get(key)
    if not isinstance(value, str) or not value:
        raise ProjectError(f"{key} must be a text, not {value!r}", where=str(path), hint=f'{key} = "..."')
    return value


def _absolute(settings: dict[str, Any], folder: Path, path: Path) -> dict[str, Any]:
    """The settings with paths counted from `folder` and file patterns filled in, sorted."""
    absolute = dict(settings)
    for key in PATHS & set(settings):
        value = settings[key]
        if key == "folder":
            absolute[key] = str(folder / _text(settings, key, path))
        else:
            globs = [value] if isinstance(value, str) else value
            absolute[key] = [str(f) for g in globs for f in sorted(folder.glob(g))]
    return absolute


def _present(component: str, settings: dict[str, Any]) -> bool:
    """A project without a folder of tables has no component that reads them."""
    module, folder = MODULES.get(component), settings.get("folder")
    return (module is None or find_spec(module) is not None) and (folder is None or Path(folder).is_dir())


def _add(nlp: Language, component: str, settings: dict[str, Any], path: Path) -> None:
    if component in MODULES:
        import_module(MODULES[component])
    if not nlp.has_factory(component):
        raise ProjectError(
            f"there is no component {component}", where=str(path), hint="see [language] components"
        )
    try:
        nlp.add_pipe(component, config=settings)
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise ProjectError(f"the settings of {component} do not fit: {reason}", where=str(path)) from error
