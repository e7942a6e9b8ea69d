"""What the installed program runs: the same as `python -m app`."""

import sys

from app.__main__ import main

sys.exit(main())
