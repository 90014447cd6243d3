"""The scripts of extract/model are imported as they run: from their own folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "extract" / "model"))
