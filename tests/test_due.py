"""Due periods have a first and a last day."""

import pytest

from graphbuild.due import first_day, last_day


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2025-11-03", "2025-11-03", "2025-11-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2025-q1", "2025-01-01", "2025-03-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-13", None, None),
        ("2025-02-30", None, None),
        ("0000", None, None),
        ("snart", None, None),
        ("", None, None),
    ],
)
def test_days(period: str, first: str | None, last: str | None) -> None:
    assert first_day(period) == first
    assert last_day(period) == last
