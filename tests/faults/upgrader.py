"""A program that opens a progress file with a Certdeck that knows a newer version; it is there to be killed."""

import sys
from pathlib import Path

from app.store.store import Store

VERSIONS = str(Path(__file__).parent / "versions")

if __name__ == "__main__":
    sys.stdout.write("start\n")
    sys.stdout.flush()
    Store.open(Path(sys.argv[1]), newest=3, versions=[VERSIONS]).close()
