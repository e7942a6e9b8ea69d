"""Notes of any size that look like real ones; a real text can be named by CERTDECK_BENCH_TEXT."""

import os
from collections.abc import Iterator
from pathlib import Path

SERVICES = ("SQS", "SNS", "Lambda", "S3", "DynamoDB", "Kinesis", "ECS", "CloudFront", "Cognito", "KMS")
TEXT_VARIABLE = "CERTDECK_BENCH_TEXT"


def seed_like() -> str:
    """About 130 kB of notes: the text that the environment names, or one made up with the same mixture."""
    named = os.environ.get(TEXT_VARIABLE)
    return Path(named).read_text(encoding="utf-8") if named else "".join(_chapters(23))


def _chapters(number: int) -> Iterator[str]:
    for chapter in range(number):
        service = SERVICES[chapter % len(SERVICES)]
        yield f"# Amazon {service} {chapter}\n\n"
        for topic in range(8):
            yield _topic(service, chapter, topic)


def _topic(service: str, chapter: int, topic: int) -> str:
    number = 100 * chapter + topic
    return f"""\
## {service} feature {topic}

{service} feature {topic} keeps what you give it until **somebody asks** for it, and then a little longer.

- **Retention {number}**: {number % 14 + 1} days by default, {number % 14 + 15} days at most
- The default limit of `{service}-{number}` is {number} requests per second
    - can be raised by a *support request*, within a day
    - Throttled requests answer with HTTP 429
- Good for:
    - many small writes from many places
    - readers that may be away for a while
- {service} mode {number} :: order is kept within a group, each message once

1. Create the resource {number}
2. Attach the role
3. Send the first request

| Type | Order | Throughput |
| --- | --- | --- |
| Standard {number} | best effort | nearly unlimited |
| FIFO {number} | kept | {number + 300} per second |

"""


def card_notes(root: Path, cards: int, *, per_file: int = 100) -> None:
    """A folder whose notes give `cards` cards, written the explicit way so that the number is sure."""
    root.mkdir(parents=True, exist_ok=True)
    for first in range(0, cards, per_file):
        number = first // per_file
        lines = [f"# {SERVICES[number % len(SERVICES)]} volume {number}\n"]
        for index in range(first, min(first + per_file, cards)):
            if index % 10 == 0:
                lines.append(f"## Part {index // 10}\n")
            service = SERVICES[index % len(SERVICES)]
            lines.append(f"{service} limit number {index}? :: {index} {_WORDS[index % len(_WORDS)]} per second\n")
        folder = root / f"part-{number // 50:02}"
        folder.mkdir(exist_ok=True)
        (folder / f"note-{number:04}.md").write_text("\n".join(lines), encoding="utf-8")


_WORDS = ("requests", "messages", "bytes", "tokens", "shards", "queries", "objects", "events", "records", "invocations")
