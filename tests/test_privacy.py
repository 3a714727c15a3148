"""Numbers, private addresses and forgotten people: in no byte that we keep or write, whatever the document."""

import gzip
import re
import sqlite3
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphbuild import forgetting, gazetteer, languages
from graphbuild.errors import StoreError, UsageError
from graphbuild.forgetting import forget, somebody
from graphbuild.identity import DEFAULT_BASE
from graphbuild.judgements import Judgement, read_judgements
from graphbuild.pipeline import build
from graphbuild.privacy.forgotten import Forgotten, load, started, to_text
from graphbuild.privacy.identifiers import found_in, luhn
from graphbuild.privacy.names import full_keys, initial_keys
from graphbuild.privacy.redaction import redaction_of
from graphbuild.search.keeping import follow_store
from graphbuild.store import EmbeddedStore, Endpoint, open_store
from graphbuild.store.filling import Filling
from graphbuild.store.folder import StoreFolder
from graphbuild.store.holdings import Holdings
from graphbuild.verification import Verification, mismatches
from tests.cli import govgraph
from tests.engines import oxigraph
from tests.test_hostile_files import word
from tests.test_search import content, made_anew

FORMATS = Path(__file__).parent / "minutes" / "formats"
NOW = "2026-02-01T12:00:00Z"
PLACES = gazetteer.load()
FIRST_NAMES = languages.load("sv").first_names


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.start : each.end]) for each in found_in(text, PLACES)]


# What is found


@pytest.mark.parametrize(
    "number",
    [
        "811218-9876",
        "811218+9876",
        "8112189876",
        "19811218-9876",
        "198112189876",
        "811218–9876",
        "811218 - 9876",
        "1981-12-18-9876",
        "81 12 18-9876",
        "811218-\n9876",
        "811278-9873",  # a samordningsnummer
        "19811278-9873",
    ],
)
def test_identity_numbers_are_found_however_they_are_written(number: str) -> None:
    assert kinds(f"Bo Ek ({number}) ansöker.") == [("identity-number", number)]


@pytest.mark.parametrize(
    "text",
    [
        "organisationsnummer 212000-1355",
        "212000-1355, 2120001355 och 16212000-1355",
        "811218-9875",  # the check digit is another
        "811318-9879",  # no such month
        "810230-1232",  # no such day
        "dnr KS 2024/0123, KS 2024-00123, 0123-2024, Dnr 0123-20245",
        "den 2024-01-15 1300 och 2024-01-15 kl. 13.00",
        "kl. 08.00–12.00, 08:00-12:00, 2024-08-12, §§ 08-12",
        "bankgiro 5050-1055, 1 250 000 kr, 070 000 kr, fastigheten Källmyren 3:14",
        "IBAN SE45 5000 0000 0583 9825 7466",
    ],
)
def test_numbers_of_other_things_are_left(text: str) -> None:
    assert kinds(text) == []


def test_luhns_algorithm_is_that_of_the_standard() -> None:
    assert luhn("8112189876") and not luhn("8112189875")
    assert sum(luhn(f"811218987{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize(
    "number",
    [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "+46701740605",
        "0046701740605",
        "(08) 465 004 00",
        "08-465 004 00",
    ],
)
def test_phone_numbers_are_found_and_what_follows_is_not_theirs(number: str) -> None:
    assert kinds(f"Tel.{number}, 2024 och § 5") == [("phone", number)]
    assert kinds(f"ring {number} 2024")[0][1] == number


def test_private_addresses_are_found_and_official_ones_are_left() -> None:
    official = "registrator@okand.example, bo.ek@lund.se, bo.ek@norrhult.se, socialnamnden@okand.example"
    text = f"Norrhults kommun. {official}. bo.ek@gmail.com, bo (at) ekfamiljen.se och bo@norrhult.example"
    assert kinds(text) == [
        ("email", "bo.ek@gmail.com"),
        ("email", "bo (at) ekfamiljen.se"),
        ("email", "bo@norrhult.example"),
    ]
    assert kinds("bo.ek@norrhult.se") == [("email", "bo.ek@norrhult.se")]  # nothing says that it is a body's


# Names


def test_a_name_has_these_forms() -> None:
    assert full_keys("Anna-Karin EK", FIRST_NAMES) == {"anna karin ek", "ek anna karin"}
    assert full_keys("Anna Maria Ek", FIRST_NAMES) >= {"anna maria ek", "anna ek", "ek anna maria", "ek anna"}
    assert "anna maria" not in full_keys("Anna Maria Ek", FIRST_NAMES)
    assert full_keys("Bo Ek Lund", FIRST_NAMES) >= {"bo ek lund", "bo ek", "bo lund"}
    assert initial_keys("Anna-Karin Ek") == {
        f"{one}{way}{other}"
        for first, last in (("a", "ek"), ("a k", "ek"), ("ak", "ek"))
        for one, way, other in ((first, " ", last), (last, " ", first))
    }


def listing(*names: str, others: tuple[str, ...] = ()) -> Forgotten:
    found = started(Forgotten(), "5a" * 16)
    for name in names:
        found = found.add([name], others, FIRST_NAMES, "En person", "2026-02-01")
    return found


@pytest.mark.parametrize(
    "form",
    [
        "Ingrid Quist",
        "INGRID QUIST",
        "Ingrid Quists",
        "Quist, Ingrid",
        "**Ingrid** Quist",
        "| Quist | Ingrid |",
        "Ingrid\nQuist",
        "Ingrid Qu-\nist",
        "Ing\xadrid Qu\u200bist",
        "Ingrid\xa0\xa0Quist",
        "I. Quist",
        "I Quist",
        "ingrid.quist@norrhult.se",
        "/Ingrid Quist/",
        "Motion_Ingrid_Quist.pdf",
        "https://www.example.se/ingrid-quist",
    ],
)
def test_every_form_of_a_name_is_blacked_out_and_keeps_its_length(form: str) -> None:
    text = f"Vid mötet sade {form} nej. Bo Ek sade ja."
    redaction = redaction_of(text, (), listing("Ingrid Quist"), PLACES)
    assert redaction is not None
    out = redaction.text(text)
    assert len(out) == len(text) and out.count("\n") == text.count("\n")
    assert "quist" not in re.sub(r"[^a-z]", "", out.casefold()) and "ngrid" not in out.casefold()
    assert "Vid mötet sade" in out and "nej. Bo Ek sade ja." in out


def test_a_name_alone_is_hers_where_nobody_else_has_it() -> None:
    text = "Ingrid Quist och Ingrid Ek var där. Quists förslag och Ingrid. En quist. Quistberg."
    redaction = redaction_of(text, ("Ingrid Quist", "Ingrid Ek"), listing("Ingrid Quist"), PLACES)
    assert redaction is not None
    assert redaction.text(text) == (
        f"{'█' * 12} och Ingrid Ek var där. █████s förslag och Ingrid. En quist. Quistberg."
    )


def test_what_is_somebody_elses_stays_theirs() -> None:
    people = listing("Ingrid Quist Ek", others=("Ingrid Ek",))
    assert redaction_of("Ingrid Ek och Inger Quist", ("Ingrid Ek",), people, PLACES) is None
    assert redaction_of("I. Quist", ("Ivar Quist",), listing("Ingrid Quist"), PLACES) is None
    place = redaction_of("Ingrid Lund bor i Lund.", (), listing("Ingrid Lund"), PLACES)
    assert place is not None and place.text("Ingrid Lund bor i Lund.").endswith("bor i Lund.")


def test_the_list_holds_no_name_and_is_read_as_it_was_written(tmp_path: Path) -> None:
    people = listing("Ingrid Quist", "Åke Öst")
    path = tmp_path / "forgotten.toml"
    path.write_text(to_text(people), "utf-8")
    assert load(path) == people and load(path).fingerprint() == people.fingerprint()
    assert not re.search("ingrid|quist|öst", path.read_text("utf-8").casefold())
    assert all(len(line) < 110 for line in path.read_text("utf-8").split("\n"))
    path.write_text("salt = 5", "utf-8")
    with pytest.raises(Exception, match="version control"):
        load(path)


# Whole stores


MINUTES = """# Norrhults kommun

## Protokoll från kommunstyrelsens sammanträde

| | |
|---|---|
| **Organ** | Kommunstyrelsen |
| **Datum** | {day} |
| **Tid** | kl. 09.00–10.00 |
| **Plats** | Kommunhuset |
| **Beslutande** | Ingrid Quist (S), ordförande<br>Bo Ekström (M)<br>Maja Sandell (C) |
| **Justerare** | Ingrid Quist |
| **Paragrafer** | §§ 1–3 |

## § 1 Motion av Ingrid Quist om Quists backe

**Diarienummer:** KS 2025/14

### Ärendebeskrivning

Ingrid Quist, 811218-9876, nås på 070-174 06 05 och ingrid.quist@gmail.com, och i tjänsten på
ingrid.quist@norrhult.se. QUIST, INGRID yttrar sig. Bo Ekström frågar Ingrid. I. Quist svarar. "Ingrids"
förslag <b>är</b> {{"@id": "x"}}. Organisationsnummer 212000-1355.

### Beslut

1. att uppdra åt Ingrid Quist att utreda backen, redovisas senast den 1 maj 2025
2. att tacka Ingrid Qu-
ist för motionen

## § 2 Ingrid Quists stipendium

### Beslut

1. att godkänna rapporten

## § 3 Övrigt

### Beslut

1. att lägga informationen till handlingarna

Justeras: Ingrid Quist
"""
FORBIDDEN = re.compile(r"quist|ingrid|811218\D{0,2}9876|70.?174.?06.?05", re.IGNORECASE)


def hostile(folder: Path) -> Path:
    """The same hostile minutes in four formats, each of another day."""
    folder.mkdir()
    (folder / "ks-1.md").write_text(MINUTES.format(day="2025-01-14"), "utf-8")
    plain = MINUTES.format(day="2025-02-11").replace("<br>", ", ")
    (folder / "ks-2_811218-9876.md").write_bytes(plain.replace("\n", "\r\n").encode("utf-8"))
    rows = "".join(f"<p>{line}</p>" for line in _lines("2025-03-11"))
    (folder / "ks-3.html").write_text(
        f"<html><title>Ingrid Quist 811218-9876</title><body>{rows}</body></html>", "utf-8"
    )
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _lines("2025-04-15"))
    (folder / "ks-4.docx").write_bytes(word(body))
    return folder


def _lines(day: str) -> Iterator[str]:
    for line in MINUTES.format(day=day).split("\n"):
        cells = (
            [cell.strip(" *") for cell in line.strip("| ").split("|")] if line.startswith("| **") else [line]
        )
        told = ": ".join(cells).replace("<br>", ", ").lstrip("# ")
        if told.strip(" |-"):
            yield told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def every_text(folder: Path) -> Iterator[tuple[str, str]]:
    """All bytes below a folder as text, what is packed unpacked: gzip, zip, SQLite's cells, zlib."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield str(path.name), path.name
        yield str(path), data.decode("utf-8", "replace")
        if path.suffix == ".gz":
            yield str(path), gzip.decompress(data).decode()
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path}!{name}", packed.read(name).decode("utf-8", "replace")
        elif path.suffix == ".sqlite3":
            yield str(path), "\n".join(_cells(path))


def _cells(path: Path) -> Iterator[str]:
    rows = sqlite3.connect(path)
    for (table,) in rows.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
        try:
            found = rows.execute(f'SELECT * FROM "{table}"').fetchall()
        except sqlite3.Error:  # an index's own table
            continue
        for cell in (cell for row in found for cell in row):
            if isinstance(cell, bytes):
                try:
                    yield zlib.decompress(cell).decode()
                except zlib.error:
                    yield cell.decode("utf-8", "replace")
            elif cell is not None:
                yield str(cell).encode().decode("unicode_escape") if "\\u" in str(cell) else str(cell)
    rows.close()


def leaks(folder: Path, pattern: re.Pattern[str]) -> list[str]:
    """The places below a folder in which a pattern is found."""
    return [
        f"{place}: {match[0]}"
        for place, text in every_text(folder)
        if (match := pattern.search(unicodedata.normalize("NFC", text)))
    ]


def quads(store: Path, *, log: bool = False) -> set[str]:
    with EmbeddedStore.read(store) as opened:
        lines = opened.quads().decode().split("\n")
    return {line for line in lines if log or "/graph/changes>" not in line}


def verified(store: Path) -> int:
    count = Verification()
    with EmbeddedStore.read(store) as opened:
        assert list(mismatches(opened, count)) == []
    return count.quotes


def forgotten(store: Path, *names: str, judged: tuple[Judgement, ...] = ()) -> None:
    for name in names:
        with Holdings(store, StoreFolder(store).base()) as holdings:
            who = somebody(holdings, name)
            forget(holdings, who, judged, label="En person", since="2026-02-01", salt="5a" * 16)
    follow_store(store)


def test_numbers_and_private_addresses_never_come_in(tmp_path: Path) -> None:
    sources, store = hostile(tmp_path / "in"), tmp_path / "store"
    build([sources], store, DEFAULT_BASE, now=NOW)
    numbers = re.compile(r"811218\D{0,2}9876|174.06.05|gmail")
    found = leaks(store, numbers)
    # The list of files says where each file lies: its path is the user's own, and in nothing that is shown.
    assert {place.partition(": ")[0] for place in found} <= {str(store / "files.sqlite3")}
    site = tmp_path / "site"
    done = govgraph("publish", site, "--store", store, "--base", "https://m.example/")
    assert "4 private e-mail addresses, 6 identity numbers, 4 phone numbers" in done.err
    assert leaks(site, numbers) == []
    one = govgraph("publish", tmp_path / "one.html", "--single-file", "--store", store)
    assert "4 private e-mail addresses, 6 identity numbers, 4 phone numbers" in one.err
    assert verified(store) > 60
    listed = govgraph("withheld", "--store", store, "--format", "csv").out.splitlines()
    assert listed[0] == "source,line,kind,places,why"
    line = MINUTES[: MINUTES.index("811218")].count("\n") + 1
    assert any(row.startswith(f"ks-1.md,{line},identity number,") for row in listed)
    assert any(re.match(r"ks-2_█+.md,0,identity number,", row) for row in listed)
    assert len(listed) == 15


def test_a_forgotten_person_is_in_no_byte_and_the_structure_stays(tmp_path: Path) -> None:
    sources, store = hostile(tmp_path / "in"), tmp_path / "store"
    (sources / "ks-2_811218-9876.md").rename(sources / "ks-2.md")
    build([sources], store, DEFAULT_BASE, now=NOW)
    before = quads(store)
    graph_files = StoreFolder(store).graph
    assert leaks(graph_files, FORBIDDEN), "the search must be able to find what is in the engine's files"
    forgotten(store, "ingrid quist")
    assert leaks(store, FORBIDDEN) == []
    assert verified(store) > 60
    after = quads(store)
    assert len(after) == len(before)
    kept = {line for line in before if not FORBIDDEN.search(line) and "textSha256" not in line}
    assert kept <= after | {line for line in kept if "exact" in line}
    assert any(
        re.search(r'/person/[0-9a-f]{16}> <[^>]*name> "En person [0-9a-f]{6}"', line) for line in after
    )

    # Later builds read the same sources: nothing comes back, in this store or in a new one with the list.
    build([sources], store, DEFAULT_BASE, now=NOW)
    assert quads(store) == after
    again = tmp_path / "again"
    again.mkdir()
    StoreFolder(again).forgotten.write_text(StoreFolder(store).forgotten.read_text("utf-8"), "utf-8")
    build([sources], again, DEFAULT_BASE, now=NOW)
    assert quads(again) == after
    assert leaks(again, FORBIDDEN) == []
    assert verified(again) > 60

    # And in nothing that is made of the store.
    out = tmp_path / "out"
    assert govgraph("publish", out / "site", "--store", store, "--base", "https://m.example/").code == 0
    for form in ("sqlite", "popolo"):
        assert govgraph("export", form, "--store", store, "--output", out / f"x.{form}").code == 0
    assert leaks(out, FORBIDDEN) == []
    found = govgraph("search", "backe", "--store", store, "--format", "csv").out
    assert "backe" in found and not FORBIDDEN.search(found)


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf"])
def test_people_are_forgotten_in_every_format(tmp_path: Path, suffix: str) -> None:
    store = tmp_path / "store"
    build([FORMATS / f"kallangens-if_2025-08-27.{suffix}"], store, DEFAULT_BASE, now=NOW)
    name = "Emma Tängdal"
    pattern = re.compile("emma.{0,3}tängdal|tängdal", re.IGNORECASE | re.DOTALL)
    assert leaks(store, pattern)
    before = quads(store)
    forgotten(store, name)
    assert leaks(store, pattern) == []
    assert verified(store) and len(quads(store)) == len(before)


def test_a_corrected_document_leaves_no_name_in_the_log(tmp_path: Path) -> None:
    sources, store = tmp_path / "in", tmp_path / "store"
    sources.mkdir()
    path = sources / "ks.md"
    path.write_text(MINUTES.format(day="2025-01-14"), "utf-8")
    build([sources], store, DEFAULT_BASE, now=NOW)
    path.write_text(
        MINUTES.format(day="2025-01-14").replace("uppdra åt Ingrid Quist", "uppdra åt Bo Ekström"), "utf-8"
    )
    build([sources], store, DEFAULT_BASE, now="2026-02-02T12:00:00Z")
    assert any("Quist" in line for line in quads(store, log=True) if "/graph/changes>" in line)
    forgotten(store, "Ingrid Quist")
    assert leaks(store, FORBIDDEN) == []
    assert sum("/graph/changes>" in line for line in quads(store, log=True)) > 20


def test_the_command_says_what_cannot_be_undone_and_forgets_judgements_too(tmp_path: Path) -> None:
    sources, store = tmp_path / "in", tmp_path / "store"
    sources.mkdir()
    (sources / "ks.md").write_text(MINUTES.format(day="2025-01-14"), "utf-8")
    build([sources], store, DEFAULT_BASE, now=NOW)
    (tmp_path / "judgements.csv").write_text(
        "kind,verdict,one,other,one_name,other_name,who,when,why\n"
        "person,different,person/0000000000000001,person/0000000000000002,Ingrid Quist,Bo Ek,Kim,2026-01-01,"
        "I. Quist är en annan\n",
        "utf-8",
    )
    asked = govgraph("forget", "Ingrid Quist", "--store", store)
    assert asked.code == 2 and "cannot be undone" in asked.err and leaks(store, FORBIDDEN)
    with Holdings(store, DEFAULT_BASE) as holdings:
        for nobody in ("Ingrid", "Nils Ingen", "person/0000000000000009"):
            with pytest.raises(UsageError, match="nobody in the store"):
                somebody(holdings, nobody)
    done = govgraph("forget", "Ingrid Quist", "--store", store, "--yes", "--now", "2026-02-01")
    assert done.code == 0, done.err
    assert leaks(store, FORBIDDEN) == [] and not FORBIDDEN.search(
        (tmp_path / "judgements.csv").read_text("utf-8")
    )
    (judgement,) = read_judgements(tmp_path / "judgements.csv")
    assert (judgement.one, judgement.other_name) == ("person/0000000000000001", "Bo Ek")


def test_namesakes_are_not_forgotten_unasked(tmp_path: Path) -> None:
    sources, store = tmp_path / "in", tmp_path / "store"
    sources.mkdir()
    text = MINUTES.format(day="2025-01-14")
    (sources / "ks.md").write_text(text, "utf-8")
    other = text.replace("Norrhults kommun", "Ödby kommun").replace("Norrhult", "Ödby").replace("(S)", "(M)")
    (sources / "odby.md").write_text(other.replace("2025-01-14", "2025-01-15"), "utf-8")
    build([sources], store, DEFAULT_BASE, now=NOW)
    asked = govgraph("forget", "Ingrid Quist", "--store", store, "--yes")
    assert asked.code == 2 and "--namesakes" in asked.err
    forgotten(store, "Ingrid Quist")
    assert leaks(store, FORBIDDEN) == []


@pytest.mark.parametrize("killed", ["at once", "half-way"])
def test_the_next_build_ends_a_forgetting_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: str
) -> None:
    sources, store = tmp_path / "in", tmp_path / "store"
    sources.mkdir()
    (sources / "ks.md").write_text(MINUTES.format(day="2025-01-14"), "utf-8")
    build([sources], store, DEFAULT_BASE, now=NOW)
    before = len(quads(store))
    if killed == "at once":  # as after a list that came by git
        StoreFolder(store).forgotten.write_text(to_text(listing("Ingrid Quist")), "utf-8")
    else:

        def kill(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(forgetting, "_keep", kill)
            forgotten(store, "Ingrid Quist")
        assert leaks(StoreFolder(store).sources, FORBIDDEN)
    build([sources], store, DEFAULT_BASE, now=NOW)
    assert leaks(store, FORBIDDEN) == [] and len(quads(store)) == before
    assert verified(store)


def test_a_first_build_that_was_stopped_forgets_who_came_to_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had read still names them, in a graph that is none yet: it is read again."""
    sources, store = tmp_path / "in", tmp_path / "store"
    sources.mkdir()
    for day in ("2025-01-14", "2025-02-14"):
        (sources / f"{day}.md").write_text(MINUTES.format(day=day), "utf-8")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Filling, "finish", stop)
        build([sources], store, DEFAULT_BASE, now=NOW)
    assert leaks(StoreFolder(store).new_graph, FORBIDDEN)
    StoreFolder(store).forgotten.write_text(to_text(listing("Ingrid Quist")), "utf-8")
    assert build([sources], store, DEFAULT_BASE, now=NOW).read == 2
    assert leaks(store, FORBIDDEN) == [] and verified(store)
    assert build([sources], store, DEFAULT_BASE, now=NOW).skipped == 2


def test_what_is_on_a_server_is_not_forgotten_but_new_documents_come_without_the_name(tmp_path: Path) -> None:
    """What a server keeps in its files is not ours to clean: a changed list stops the build, and nothing is lost."""
    paper = tmp_path / "2025-01-14.md"
    paper.write_text(MINUTES.format(day="2025-01-14"), "utf-8")
    with oxigraph(tmp_path / "first") as first, oxigraph(tmp_path / "second") as second:
        there, empty = Endpoint(first, tmp_path / "one"), Endpoint(second, tmp_path / "two")
        build([paper], there, DEFAULT_BASE, now=NOW)
        with open_store(there) as store:
            before = sorted(store.quads().split(b"\n"))
        for place in (there, empty):
            place.side.mkdir(exist_ok=True)
            StoreFolder(place.side).forgotten.write_text(to_text(listing("Ingrid Quist")), "utf-8")
        with pytest.raises(StoreError, match="what is on a server cannot be forgotten"):
            build([paper], there, DEFAULT_BASE, now=NOW)
        assert build([paper], empty, DEFAULT_BASE, now=NOW).read == 1
        with open_store(there) as store:
            assert sorted(store.quads().split(b"\n")) == before
        with open_store(empty) as store:
            assert b"Ekstr" in store.quads() and not re.search(b"quist", store.quads().lower())


def test_workers_find_for_search_and_change_log_what_the_graph_says(tmp_path: Path) -> None:
    """What is counted and indexed before a document is in the graph knows nobody who is not in it."""
    sources, store, one_by_one = tmp_path / "in", tmp_path / "store", tmp_path / "one"
    sources.mkdir()
    for folder in (store, one_by_one):
        StoreFolder(folder).create(DEFAULT_BASE)
        StoreFolder(folder).forgotten.write_text(to_text(listing("Ingrid Quist")), "utf-8")
    build([], one_by_one, DEFAULT_BASE, now=NOW)
    for day in ("2025-01-14", "2025-02-14"):
        (sources / f"{day}.md").write_text(MINUTES.format(day=day), "utf-8")
        build([sources], one_by_one, DEFAULT_BASE, now=NOW)
    build([sources], store, DEFAULT_BASE, now=NOW)
    assert content(store) == made_anew(store) == made_anew(one_by_one)
    assert quads(store, log=True) == quads(one_by_one, log=True)
    assert leaks(store, FORBIDDEN) == []


def test_a_name_in_an_address_of_ours_is_replaced_too() -> None:
    text = "Ingrid Quist äger Ingrid Quists Åkeri AB."
    redaction = redaction_of(text, ("Ingrid Quist",), listing("Ingrid Quist"), PLACES)
    assert redaction is not None
    called = redaction.name("Ingrid Quist").rpartition(" ")[2]
    line = (
        '<http://x/organisation/ingrid-quists-akeri-ab> <http://x/l> "Ingrid Quists Åkeri"@sv <http://x/g> .'
    )
    assert redaction.quads(line, text) == (
        f'<http://x/organisation/person-{called}s-akeri-ab> <http://x/l> "{"█" * 12}s Åkeri"@sv <http://x/g> .\n'
    )
