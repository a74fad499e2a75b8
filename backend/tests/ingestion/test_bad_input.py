"""Files that nobody should send: one clear sentence each, and nothing half-loaded."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from marketing_agent.kernel.errors import AppError
from tests.ingestion.conftest import House, Shop, adds_up, new_shop
from tests.ingestion.exports import ORDER_HEADER, csv_text, order, orders_csv, some_orders

GOOD = some_orders(3, start=900)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def bomb() -> bytes:
    return zipped({"orders.csv": b"0" * (64 << 20)})


def with_rounded_ids() -> bytes:
    return orders_csv(order(n, Id="5.37518E+12") for n in range(3)).encode()


def with_open_quote() -> bytes:
    return some_orders(50) + b'#2000,"someone@example.com,paid\n' + some_orders(50, 60)[300:]


def with_semicolons() -> bytes:
    return csv_text(ORDER_HEADER, (order(n) for n in range(50)), ";").encode("latin-1")


def with_cut_note() -> bytes:
    """Cut behind a cell that spans windows of the reader: the row is long before it is short."""
    name = "".join(f"line {n}\n" for n in range(80_000))
    whole = orders_csv([order(1), order(2, Lineitem_name=name)]).encode()
    return whole[: whole.rindex(b'"') + 3]


def wide() -> bytes:
    header = ",".join(f"column {n}" for n in range(20_000))
    return f"{header}\n{'1,' * 19_999}1\n".encode()


BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty.csv": (lambda: b"", "refused", "empty"),
    "blank.csv": (lambda: b"\n \r\n\n", "refused", "empty"),
    "header.csv": (lambda: orders_csv([]).encode(), "refused", "no rows"),
    "holiday.jpg": (lambda: JPEG, "refused", "JPEG photograph"),
    "orders.png.csv": (lambda: PNG, "refused", "PNG picture"),
    "packed.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(500), "refused", "7z archive"),
    "packed.rar": (lambda: b"Rar!\x1a\x07\0" + bytes(500), "refused", "RAR archive"),
    "wide.csv": (wide, "refused", "20,000 columns"),
    "one line.csv": (lambda: b"Name,Email\n" + b"x" * (8 << 20), "refused", "longer than"),
    "first line.csv": (lambda: b"x" * (8 << 20), "refused", "longer than"),
    "quote.csv": (with_open_quote, "refused", "never closed"),
    "rounded.csv": (with_rounded_ids, "refused", "rounded the ids in Id"),
    "half a letter.csv": (lambda: some_orders(2) + "é".encode()[:1], "refused", "cut off"),
    "cut row.csv": (lambda: some_orders(50)[:-60], "refused", "cut off"),
    "cut row;.csv": (lambda: with_semicolons()[:-60], "refused", "cut off"),
    "cut note.csv": (with_cut_note, "refused", "cut off"),
    "nul.csv": (lambda: some_orders(90) + b"#1,\0\n", "refused", "NUL"),
    "notes.csv": (lambda: b"Dear,diary\n1,2\n", "quarantined", "“Dear”, “diary”"),
    "bomb.zip": (bomb, "refused", "zip bomb"),
    "cut.zip": (lambda: zipped({"orders.csv": GOOD})[:-30], "refused", "cut off"),
    "hollow.zip": (lambda: zipped({}), "refused", "holds no files"),
    "litter.zip": (lambda: zipped({"__MACOSX/._a.csv": GOOD}), "refused", "holds no files"),
    "nested.zip": (lambda: zipped({"inner.zip": bomb()}), "refused", "archive within"),
    "up.zip": (lambda: zipped({"../orders.csv": GOOD}), "refused", "'..'"),
    "root.zip": (lambda: zipped({"/etc/orders.csv": GOOD}), "refused", "absolute"),
    "drive.zip": (lambda: zipped({"C:\\orders.csv": GOOD}), "refused", "absolute"),
    "picture.zip": (lambda: zipped({"a.jpg": JPEG}), "refused", "JPEG photograph"),
}


def is_one_sentence(text: str) -> bool:
    ends = re.findall(r"[.!?](?=\s|$)", text)
    return len(ends) == 1 and text.endswith(".") and "\n" not in text


def opened(shop: Shop, folder: Path) -> Shop:
    """The shop with ten orders in force."""
    (folder / "good.csv").write_bytes(some_orders(10))
    assert shop.load(folder / "good.csv").status == "completed"
    return shop


@pytest.fixture
def open_shop(shop: Shop, tmp_path: Path) -> Shop:
    """A shop of the test's own with ten orders in force."""
    return opened(shop, tmp_path)


@pytest.fixture(scope="module")
def steady(house: House, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop with ten orders in force, to which bad files do nothing."""
    return opened(new_shop(house), tmp_path_factory.mktemp("steady"))


def reason_of(shop: Shop, path: Path, status: str) -> str:
    """The sentence that the command line gives."""
    try:
        result = shop.load(path)
    except AppError as error:
        return error.message
    assert result.status == "refused"
    assert [file.status for file in result.files] == [status]
    assert all(adds_up(file) for file in result.files)
    return result.files[0].reason or ""


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_changes_nothing(steady: Shop, tmp_path: Path, name: str) -> None:
    make, status, words = BAD[name]
    (tmp_path / name).write_bytes(make())
    reason = reason_of(steady, tmp_path / name, status)
    assert words in reason
    assert is_one_sentence(reason)

    shown = steady.upload({name: make()})
    (file,) = shown["files"]
    assert (shown["status"], file["status"], file["loaded"]) == ("refused", status, 0)
    assert file["reason"] == reason
    assert adds_up(file)
    assert (steady.version, steady.orders) == (1, 10)
    assert steady.alive()


def test_bad_files_do_not_hold_a_good_one_up(open_shop: Shop) -> None:
    files = {f"folder/{name}": make() for name, (make, _, _) in BAD.items()}
    shown = open_shop.upload(files | {"folder/good.csv": GOOD})
    loaded = [file["name"] for file in shown["files"] if file["status"] == "loaded"]
    assert (len(shown["files"]), loaded) == (len(BAD) + 1, ["folder/good.csv"])
    assert all(adds_up(file) for file in shown["files"])
    assert open_shop.orders == 13


def test_a_directory_of_photographs(open_shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(JPEG + bytes([number]))
        (folder / f"{number}.png").write_bytes(PNG + bytes([number]))
    result = open_shop.load(folder)
    assert (result.status, len(result.files)) == ("refused", 8)
    assert {file.status for file in result.files} == {"refused"}
    assert all(is_one_sentence(file.reason or "") for file in result.files)
    assert (open_shop.version, open_shop.orders) == (1, 10)


@pytest.mark.parametrize("name", ["../up.csv", "a/../../up.csv", "/etc/up.csv", "C:/up.csv"])
def test_a_name_that_leads_out_is_refused(open_shop: Shop, name: str) -> None:
    shown = open_shop.upload({name: GOOD})
    (file,) = shown["files"]
    assert (file["status"], file["sha256"]) == ("refused", None)
    assert is_one_sentence(file["reason"])
    assert (open_shop.version, open_shop.orders) == (1, 10)
    lake = open_shop.settings.data_dir / "lake" / open_shop.workspace.id
    assert GOOD not in [path.read_bytes() for path in lake.rglob("*") if path.is_file()]


ENCODED: dict[str, Callable[[str], bytes]] = {
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without mark": lambda text: text.encode("utf-16-le"),
    "latin-1": lambda text: text.encode("latin-1"),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac": lambda text: text.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_other_encodings_load_the_same_rows(open_shop: Shop, encoding: str) -> None:
    rows = [order(n, Lineitem_name="Thé à la crème") for n in range(40, 45)]
    (file,) = open_shop.upload({"orders.csv": ENCODED[encoding](orders_csv(rows))})["files"]
    assert (file["status"], file["rows_in"], file["loaded"]) == ("loaded", 5, 5)
    assert open_shop.orders == 15
    name = "SELECT count(*) FROM order_lines WHERE line_name = 'Thé à la crème'"
    assert open_shop.ask(name) == [(5,)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("within", ["\n", "\r\n", "\r"])
def test_a_cell_of_two_lines_is_one_cell(open_shop: Shop, line_end: str, within: str) -> None:
    rows = [order(n, Lineitem_name="Gift|for Ada" if n == 41 else "Tea") for n in range(40, 45)]
    text = (
        orders_csv(rows).replace("\n", line_end).replace("Gift|for Ada", f'"Gift{within}for Ada"')
    )
    (file,) = open_shop.upload({"orders.csv": text.encode()})["files"]
    assert (file["status"], file["rows_in"], file["loaded"]) == ("loaded", 5, 5)
    ((name,),) = open_shop.ask("SELECT line_name FROM order_lines WHERE line_name LIKE 'Gift%'")
    assert name.split() == ["Gift", "for", "Ada"]


def test_semicolons_with_decimal_commas(open_shop: Shop) -> None:
    money = ("Subtotal", "Shipping", "Taxes", "Total", "Lineitem price", "Refunded Amount")
    rows = [order(n, Subtotal="1.010,00", Total="1.012,50") for n in range(40, 45)]
    for row in rows:
        row |= {name: row[name].replace(".", ",") for name in money if "," not in row[name]}
    (file,) = open_shop.upload({"o.csv": csv_text(ORDER_HEADER, rows, ";").encode()})["files"]
    assert (file["status"], file["loaded"], file["delimiter"]) == ("loaded", 5, ";")
    assert open_shop.ask(
        "SELECT count(*), sum(total_minor) FROM orders WHERE order_name >= '#1040'"
    ) == [(5, 5 * 101_250)]


def test_a_cut_form_is_refused_whole(open_shop: Shop) -> None:
    body = (
        b'--b0und\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        + GOOD + b'\r\n--b0und\r\nContent-Disposition: form-data; name="files"; filename="b.csv"'
        b"\r\n\r\n" + some_orders(50)
    )  # fmt: skip
    kind = {"Content-Type": "multipart/form-data; boundary=b0und"}
    answer = open_shop.client.post(
        "/api/v1/imports", content=body, headers=open_shop.headers() | kind
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert is_one_sentence(answer.json()["title"])
    assert "cut off" in answer.json()["title"]
    assert open_shop.alive()
    listed = open_shop.client.get("/api/v1/imports", headers=open_shop.headers()).json()["items"]
    assert len(listed) == 1
    whole = open_shop.client.post(
        "/api/v1/imports", content=body + b"\r\n--b0und--\r\n", headers=open_shop.headers() | kind
    )
    assert whole.status_code == 202


def test_an_upload_past_the_limit_is_refused(open_shop: Shop) -> None:
    answer = open_shop.send({"a.csv": b"x" * (100 << 20)})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert is_one_sentence(answer.json()["title"])
    assert (open_shop.version, open_shop.orders) == (1, 10)


def test_nothing_at_all(open_shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    for path in (tmp_path / "nothing", tmp_path / "absent"):
        with pytest.raises(AppError) as caught:
            open_shop.load(path)
        assert is_one_sentence(caught.value.message)
    assert open_shop.client.post("/api/v1/imports", headers=open_shop.headers()).status_code == 422
