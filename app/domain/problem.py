"""Something wrong in a note, as a value: what, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem costs the learner."""

    ERROR = "error"  # part of the note could not be used
    WARNING = "warning"  # used, but a learner would stumble over it


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a note; `rule` is a stable short name such as `duplicate-front`."""

    rule: str
    message: str
    path: str
    line: int
    hint: str = ""
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        """Render as compilers do, so that editors can jump to it."""
        return f"{self.path}:{self.line}: {self.message}"
