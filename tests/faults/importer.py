"""A program that imports banks as fast as it can and says so after each; it is there to be killed."""

import sys
from pathlib import Path

from app.services.bank_import import import_bank

QUESTIONS = 40


def main() -> None:
    folder = Path(sys.argv[1])
    for number in range(10_000):
        path = folder / f"bank-{number}.md"
        path.write_text(
            "\n\n".join(
                f"### What is {number} and {place}?\n\n![](picture.png)\n\n- [x] {place}\n- [ ] {place + 1}\n- [ ] none"
                for place in range(QUESTIONS)
            ),
            encoding="utf-8",
        )
        done = import_bank(path, dry_run=False).value
        sys.stdout.write(f"{done.written}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
