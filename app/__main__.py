"""`python -m app`: the window without arguments, else the command line."""

import sys
from multiprocessing import freeze_support


def main() -> int:
    """Start what the arguments ask for; each side is imported only if it is wanted, because both are slow to load."""
    freeze_support()
    if len(sys.argv) > 1:
        from app import cli

        return cli.main(sys.argv[1:])
    from app import main as window

    return window.main()


if __name__ == "__main__":
    sys.exit(main())
