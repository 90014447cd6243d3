"""Copying a project."""

import shutil
from pathlib import Path

from pactgraph.errors import UsageError
from pactgraph.project import FOLDERS, Project

LEFT = shutil.ignore_patterns("__pycache__", ".*", "*.pyc")


def copy_project(origin: Project, target: Path) -> None:
    """Copies the data folders of a project. Raises UsageError where the target holds something already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("the folder is not empty", where=str(target), hint="name another folder")
    try:
        for name in (*FOLDERS, "seeds"):
            if (origin.root / name).is_dir():
                shutil.copytree(origin.root / name, target / name, ignore=LEFT)
    except OSError as error:
        raise UsageError(f"cannot be written: {error}", where=str(target), hint="name another folder") from error
