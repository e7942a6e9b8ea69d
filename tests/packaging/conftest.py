"""The scripts of packaging/ as modules: they are started as files and import each other by name."""

import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"

if str(SCRIPTS) not in sys.path:
    sys.path.append(str(SCRIPTS))
