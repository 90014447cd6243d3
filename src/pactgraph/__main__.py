"""`python -m pactgraph` is the command."""

import sys

from pactgraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
