"""Column types for STRICT tables, and how values are written in them."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHECKSUM_BYTES = 8


def to_micros(moment: datetime) -> int:
    """Count the microseconds since 1970, UTC; a moment without a zone is a mistake of ours."""
    if moment.tzinfo is None:
        raise ValueError(f"A moment without a zone: {moment}")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Turn microseconds since 1970 into a moment in UTC."""
    return _EPOCH + timedelta(microseconds=micros)


def checksum(parts: Iterable[object]) -> bytes:
    """Eight bytes that show whether one of the values was damaged or moved."""
    return blake2b(
        "\x1f".join("\x00" if part is None else str(part) for part in parts).encode("utf-8", "surrogatepass"),
        digest_size=_CHECKSUM_BYTES,
    ).digest()


def key(*parts: str) -> int:
    """A 63-bit number that is equal for equal texts, for columns that are only compared."""
    return (
        int.from_bytes(blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
    )


class Moment(TypeDecorator[datetime]):
    """A moment as microseconds since 1970, UTC: what comes out equals what went in."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write a moment."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read a moment."""
        return None if value is None else from_micros(value)


class Day(TypeDecorator[date]):
    """A study day as its ordinal number, so that days compare as numbers do."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write a day."""
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        """Read a day."""
        return None if value is None else date.fromordinal(value)


class Truth(TypeDecorator[bool]):
    """True or false as 1 or 0; STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write a truth value."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """Read a truth value."""
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A small JSON value as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write a JSON value."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read a JSON value."""
        return None if value is None else json.loads(value)
