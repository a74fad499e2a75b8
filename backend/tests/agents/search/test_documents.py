"""Documents over HTTP: taken by their bytes, searched, removed; what is bad is one sentence."""

import pytest
from sqlalchemy import text

from marketing_agent.agents.documents import service
from marketing_agent.agents.documents.jobs import FORGET
from marketing_agent.agents.search.jobs import look_after
from marketing_agent.jobs import service as jobs
from tests.agents.search.conftest import Library
from tests.agents.search.pdfs import encrypted, pdf

PAYLOAD = ("source", "source_id")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
POLICY = b"# Repairs\n\n## Zips\n\nA broken zip is mended within nine days.\n"
CSV = b'day,orders,total\n2026-10-01,3,"1,250.50"\n2026-10-02,4,749.5\n'


def test_a_document_is_found_with_its_words_marked_until_it_is_removed(library: Library) -> None:
    made = library.added("care.md", POLICY)
    assert (made["kind"], made["characters"]) == ("markdown", len(POLICY))
    (first, *_rest) = library.found("how long does it take to mend a zip?")
    assert (first["title"], first["heading"], first["source"]) == ("care.md", "Zips", "document")
    assert [piece["text"] for piece in first["passage"] if piece["hit"]] == ["zip", "mended"]
    assert library.get(f"documents/{made['id']}")["text"] == POLICY.decode()
    assert library.added("care.md", POLICY)["id"] == made["id"]
    gone = library.client.delete(f"/api/v1/documents/{made['id']}", headers=library.headers)
    assert gone.status_code == 204
    # The passages and the bytes go with it, not with a job after it.
    assert library.count("document_content") == 0
    assert [one for one in library.found("zip mended") if one["source"] == "document"] == []


def test_the_page_says_what_it_was_found_by(library: Library) -> None:
    library.added("care.md", POLICY)
    with_vectors = library.get("search", q="repair a fastener")
    assert with_vectors["mode"] == "hybrid"
    assert with_vectors["items"][0]["title"] == "care.md"  # by “repair”, which it calls mending
    with library.database.engine.begin() as connection:
        connection.execute(text("RESET ROLE"))
        connection.execute(text("DROP EXTENSION vector CASCADE"))
    without = library.get("search", q="mended zip")
    assert without["mode"] == "lexical"
    assert without["how"].startswith("Lexical only")
    assert without["items"][0]["title"] == "care.md"


def test_titles_are_found_however_they_are_spelled(library: Library) -> None:
    library.added("Wholesale handbook.txt", b"Net thirty.")
    assert library.found("wholesle handbok")[0]["title"] == "Wholesale handbook.txt"


def test_other_workspaces_find_nothing_of_it(library: Library) -> None:
    made = library.added("care.md", POLICY)
    stranger = library.key(library.new_workspace())
    assert all(one["source"] != "document" for one in library.found("broken zip", stranger))
    assert library.found("broken zip", stranger, document=made["id"]) == []
    assert library.get("documents", stranger)["items"] == []
    for path in ("", "/content"):
        answer = library.client.get(f"/api/v1/documents/{made['id']}{path}", headers=stranger)
        assert answer.status_code == 404


def test_saved_things_prompts_and_definitions_are_found_as_they_are_now(library: Library) -> None:
    defined = library.found("what is net sales", limit=3, source="metric")
    assert "net_sales" in [one["source_id"] for one in defined]
    new = {"name": "Slow jackets", "sql": "SELECT COUNT(*) AS n FROM orders"}
    path = "/api/v1/saved-questions"
    made = library.client.post(path, json=new, headers=library.headers).json()
    library.work()
    assert library.found("slow jackets")[0]["source_id"] == made["id"]
    answer = library.client.delete(f"{path}/{made['id']}", headers=library.headers)
    assert answer.is_success
    library.work()
    assert all(one["source_id"] != made["id"] for one in library.found("slow jackets"))
    change = {"task": "Mention the zebra crossing first."}
    path = "/api/v1/prompts/write_answer"
    assert library.client.put(path, json=change, headers=library.headers).is_success
    library.work()
    assert library.found("zebra crossing")[0]["source_id"] == "write_answer"


def test_who_only_looks_adds_and_removes_nothing(library: Library) -> None:
    made = library.added("care.md", POLICY)
    viewer = library.key(library.workspace, "viewer")
    assert library.post("x.txt", b"words", headers=viewer).status_code == 403
    path = f"/api/v1/documents/{made['id']}"
    assert library.client.delete(path, headers=viewer).status_code == 403
    assert library.found("broken zip", viewer)[0]["title"] == "care.md"


def test_a_csv_is_summed_without_rounding_and_by_its_bytes(library: Library) -> None:
    made = library.added("numbers.exe", CSV)
    assert made["kind"] == "csv"
    day, orders, total = made["facts"]["columns"]
    assert (day["kind"], orders["total"], total["total"]) == ("date", "7", "2000.00")
    assert made["facts"]["rows"] == 2
    odd = library.added("codes.csv", b"code;rate\n007;1,5\n012;2,5\n")
    # Codes are no numbers, and “1,5” may be read two ways: neither is summed.
    assert [column["kind"] for column in odd["facts"]["columns"]] == ["text", "text"]


def test_pages_of_a_pdf_are_named(library: Library) -> None:
    library.added("manual.pdf", pdf("Nothing here", "Wind the clock on Sundays"))
    first = library.found("winding clocks")[0]
    assert (first["title"], first["page"]) == ("manual.pdf", 2)


def test_scripts_and_markup_of_a_page_are_no_words(library: Library) -> None:
    page = b"<!doctype html><body><h2>Parcels</h2><script>steal()</script><p>Blue &amp; tidy</p>"
    made = library.added("page.html", page)
    assert library.get(f"documents/{made['id']}")["text"] == "## Parcels\n\nBlue & tidy"
    answer = library.client.get(f"/api/v1/documents/{made['id']}/content", headers=library.headers)
    assert answer.content == page
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


BAD = {
    "encrypted": (encrypted(), 422, "encrypted"),
    "broken": (b"%PDF-1.4\nnothing of a PDF", 422, "damaged"),
    "bomb": (pdf(*["x"] * 40, filler=60 * 1024 * 1024), 422, "unpacks"),
    "nul": (b"a,b\n1,\x002\n", 422, "no kind of file"),
    "program": (b"\x7fELF\x02\x01\x01" + b"\0" * 40, 422, "no kind of file"),
    "picture": (PNG, 422, "picture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422, "SVG"),
    "empty": (b" \n ", 422, "empty"),
    "large": (b"word " * (10 * 1024 * 1024), 413, "20 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_bad_is_told_in_one_sentence(library: Library, name: str) -> None:
    content, status, words = BAD[name]
    answer = library.post("numbers.csv", content)
    assert answer.status_code == status, answer.text
    said = answer.json()["title"]
    assert words in said
    assert said.count(". ") == 0
    assert library.count("document") == 0


def test_a_name_is_never_a_path_and_holds_no_tricks(library: Library) -> None:
    made = library.added("../../etc/\u202egpj.exe.txt", b"plain words")
    assert made["name"] == "gpj.exe.txt"


def test_attachments_are_found_where_they_are_named_and_go_when_never_sent(
    library: Library,
) -> None:
    made = library.added("secret.md", POLICY, "attachments")
    assert all(one["source"] != "document" for one in library.found("broken zip"))
    assert library.found("broken zip", document=made["id"])[0]["title"] == "secret.md"
    assert library.added("photo.csv", PNG, "attachments")["kind"] == "image"
    path = f"/api/v1/documents/{made['id']}"
    assert library.client.delete(path, headers=library.headers).status_code == 404
    with library.database.transaction(library.workspace.id) as session:
        session.execute(text("UPDATE document SET created_at = created_at - interval '2 days'"))
        jobs.enqueue(session, library.workspace.id, FORGET, {"day": "today"})
    library.work()
    assert (library.count("document"), library.count("document_content")) == (0, 0)
    assert library.found("broken zip", document=made["id"]) == []


def test_the_same_bytes_are_kept_once_and_while_one_document_has_them(library: Library) -> None:
    one = library.added("one.md", POLICY)
    other = library.added("other.md", POLICY)
    assert library.count("document_content") == 1
    library.client.delete(f"/api/v1/documents/{one['id']}", headers=library.headers)
    with library.database.transaction(library.workspace.id) as session:
        assert service.download(session, other["id"]).content == POLICY


def test_a_start_reads_anew_only_what_another_release_made(library: Library) -> None:
    def asked() -> list[bool]:
        look_after(library.database, library.settings)
        found = []
        for one in (library.workspace, second):
            with library.database.transaction(one.id) as session:
                found.append(jobs.is_open(session, "search.index", dict.fromkeys(PAYLOAD)))
        library.work()
        return found

    def changed(statement: str) -> None:
        with library.database.transaction(library.workspace.id) as session:
            session.execute(text(statement))

    second = library.new_workspace()
    library.added("care.md", POLICY)
    assert asked() == [True, True]  # nobody has an index yet
    assert asked() == [False, False]
    changed("DELETE FROM passage WHERE source = 'metric'")
    assert asked() == [True, False]
    changed("UPDATE passage SET embedded_by = 'local-0' WHERE source = 'document'")
    assert asked() == [True, False]
    changed("UPDATE passage SET digest = '0' || digest WHERE source = 'document'")
    assert asked() == [True, False]
    changed("UPDATE passage SET digest = 'x' WHERE source = 'prompt'")
    assert asked() == [True, False]
    assert asked() == [False, False]
