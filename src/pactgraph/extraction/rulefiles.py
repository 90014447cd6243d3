"""Rule files: YAML as written by a domain expert."""

import re
from pathlib import Path
from typing import Any

import yaml

from pactgraph.errors import RuleError


class RuleLoader(yaml.SafeLoader):
    """YAML as its 1.2 version has it: "on", "no" and "yes" are words, not truth values."""


RuleLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in entries if tag != "tag:yaml.org,2002:bool"]
    for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
RuleLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file of the project; RuleError where it is missing or malformed."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), RuleLoader)  # noqa: S506 - a SafeLoader with fewer types
    except FileNotFoundError as error:
        raise RuleError(
            "rule file is missing", where=str(path), hint="copy it from a fresh `pactgraph init` project"
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleError(
            f"cannot be read as YAML: {error}", where=str(path), hint="check indentation and quotes"
        ) from error
