"""Every real export is loaded, or refused with the reason that a store owner needs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.realdata.conftest import Imported, files_of
from tests.realdata.expected import GROUPS, Group

Import = Callable[[str], Imported]


def test_every_file_belongs_to_one_group(shared_data: Path) -> None:
    known = [path for group in GROUPS for path in files_of(shared_data, group)]
    assert sorted(known) == sorted(path for path in shared_data.rglob("*") if path.is_file())


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_files_become_what_they_are(group: Group, imported: Import, shared_data: Path) -> None:
    files = imported(group.key).result.files
    assert len(files) == len(files_of(shared_data, group))
    seen: dict[str, int] = dict.fromkeys([one.pattern for one in group.files], 0)
    for file in files:
        (expected,) = [one for one in group.files if one.matches(file.name)]
        seen[expected.pattern] += 1
        assert (file.kind, file.status) == (expected.kind, expected.status), file
        assert (file.reason or "").startswith(expected.reason or ""), file
        assert bool(file.reason) == bool(expected.reason), file
        rows = (file.rows_in, file.loaded, file.rejected, file.duplicates)
        assert rows == (
            expected.rows, expected.loaded, expected.rejected, expected.duplicates,
        ), file  # fmt: skip
        assert file.rows_in == file.loaded + file.rejected + file.duplicates
    assert all(seen.values()), seen
