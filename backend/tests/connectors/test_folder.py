"""The folder connector gives what is safe and refuses the rest in one sentence."""

import gzip
import zipfile
from pathlib import Path

import pytest

from marketing_agent.connectors.folder import FolderConnector
from marketing_agent.connectors.sdk import Item, Refused
from marketing_agent.connectors.sdk.errors import ItemRefused, SourceUnfit


def read_all(root: Path, max_bytes: int = 1 << 30) -> tuple[dict[str, bytes], dict[str, str]]:
    items: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    for one in FolderConnector(root, max_bytes).read():
        if isinstance(one, Item):
            items[one.name] = b"".join(one.chunks)
        elif isinstance(one, Refused):
            refused[one.name] = one.reason
    return items, refused


def test_folder_gives_files_by_name_without_litter(tmp_path: Path) -> None:
    (tmp_path / "sales").mkdir()
    (tmp_path / "sales" / "b.csv").write_bytes(b"a\n1\n")
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"x\n2\n"))
    (tmp_path / ".DS_Store").write_bytes(b"litter")
    items, refused = read_all(tmp_path)
    assert items == {"a.csv": b"x\n2\n", "sales/b.csv": b"a\n1\n"}
    assert refused == {}


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n")
    (tmp_path / "upload").mkdir()
    (tmp_path / "upload" / "in.csv").symlink_to(outside)
    items, refused = read_all(tmp_path / "upload")
    assert items == {}
    assert "link" in refused["in.csv"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("../up.csv", "'..'"), ("/etc/x.csv", "absolute"), ("C:/x.csv", "absolute"),
     ("inner.zip", "archive within")],
)  # fmt: skip
def test_unsafe_names_in_a_zip_are_refused(tmp_path: Path, name: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "a\n1\n")
        archive.writestr("ok.csv", "a\n1\n")
        archive.writestr("__MACOSX/._ok.csv", "litter")
    items, refused = read_all(tmp_path / "a.zip")
    assert items == {"ok.csv": b"a\n1\n"}
    assert [words in reason for reason in refused.values()] == [True]


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (50 << 20))
    with pytest.raises(SourceUnfit, match="bomb"):
        read_all(tmp_path / "a.zip")


def test_gzip_bomb_stops_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"0" * (50 << 20)))
    with pytest.raises(ItemRefused, match="unpacks"):
        read_all(tmp_path)


def test_broken_zip_in_a_folder_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "b.csv").write_bytes(b"a\n1\n")
    items, refused = read_all(tmp_path)
    assert items == {"b.csv": b"a\n1\n"}
    assert "broken" in refused["a.zip"]


def test_total_size_is_capped_over_all_items(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"0" * 600)
    with pytest.raises(ItemRefused, match="larger"):
        read_all(tmp_path, max_bytes=1000)
