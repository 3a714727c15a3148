"""Items, decisions and tasks in short minutes of many kinds, each said in full."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import NotMinutesError
from graphbuild.minutes_json import to_json
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve

Understood = Callable[..., dict[str, Any]]

HEAD = """Hamnstyrelsen i Ekvik

Datum: 2025-03-04
Tid: 18.00-19.30
Plats: Hamnkontoret
Närvarande: Alva Brink, ordförande, Bo Sand, sekreterare, Cia Rask
Nästa möte: 8 april 2025

"""


@pytest.fixture
def understood(tmp_path: Path) -> Understood:
    def of(text: str, suffix: str = ".txt", head: str = HEAD) -> dict[str, Any]:
        path = tmp_path / f"protokoll{suffix}"
        path.write_text(head + text, encoding="utf-8")
        return to_json(resolve(parse(read(path))))

    return of


def decided(minutes: dict[str, Any]) -> list[tuple[str | None, str | None, str, str]]:
    return [(i["number"], d["label"], d["text"], d["type"]) for i in minutes["items"] for d in i["decisions"]]


def test_the_front_page(understood: Understood) -> None:
    minutes = understood("§ 1 Öppnande\nAlva öppnade mötet.\n")
    front = {key: minutes[key] for key in ("body", "date", "start", "end", "place", "online")}
    assert front == {
        "body": "Hamnstyrelsen i Ekvik",
        "date": "2025-03-04",
        "start": "18:00",
        "end": "19:30",
        "place": "Hamnkontoret",
        "online": False,
    }
    assert minutes["next_meeting"] == {"first_day": "2025-04-08", "last_day": "2025-04-08"}


@pytest.mark.parametrize(
    "headings",
    [
        ("§ 1 Bryggan", "§ 2 Kassan"),
        ("§1 Bryggan", "§2 Kassan"),
        ("1. Bryggan", "2. Kassan"),
        ("1) Bryggan", "2) Kassan"),
        ("HS § 1\nBryggan", "HS § 2\nKassan"),
        ("1 § Bryggan", "2 § Kassan"),
        ("Punkt 1. Bryggan", "Punkt 2. Kassan"),
        ("§ 1   Dnr HS 2025/12\nBryggan", "§ 2   Dnr HS 2025/13\nKassan"),
    ],
)
def test_items_headed_in_many_ways(understood: Understood, headings: tuple[str, str]) -> None:
    minutes = understood(
        f"{headings[0]}\n\nStyrelsen beslutade att laga bryggan.\n\n{headings[1]}\n\nInget att rapportera.\n"
    )
    assert [(i["number"], i["title"]) for i in minutes["items"]] == [("1", "Bryggan"), ("2", "Kassan")]
    assert decided(minutes) == [("1", None, "Styrelsen beslutade att laga bryggan.", "adoption")]


@pytest.mark.parametrize("mark", ["## {}", "**{}**", "## 7. {}"])
def test_marked_headings(understood: Understood, mark: str) -> None:
    minutes = understood(
        f"{mark.format('Bryggan')}\n\nDen är trasig.\n\n{mark.format('Kassan').replace('7', '8')}\n\nKassan är i balans.\n",
        ".md",
    )
    assert [i["title"] for i in minutes["items"]] == ["Bryggan", "Kassan"]


def test_att_clauses_below_a_lead_are_a_decision_each(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Bryggan\n\nStyrelsens beslut\n\nStyrelsen beslutar\n\natt laga bryggan för högst 40 000 kr,\natt uppdra åt Cia Rask att begära in offerter senast den 31 mars, samt\natt avslå Bo Sands förslag om en ny brygga.\n"
    )
    assert decided(minutes) == [
        ("1", None, "att laga bryggan för högst 40 000 kr", "adoption"),
        ("1", None, "att uppdra åt Cia Rask att begära in offerter senast den 31 mars", "assignment"),
        ("1", None, "att avslå Bo Sands förslag om en ny brygga.", "rejection"),
    ]
    assert [(a["assignees"], a["due"]) for a in minutes["items"][0]["assignments"]] == [
        (["Cia Rask"], "2025-03-31")
    ]


def test_numbered_clauses_keep_their_numbers(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Val\n\nBeslut\n1. Cia Rask väljs till kassör.\n2. Valet av revisor bordläggs.\n"
    )
    assert decided(minutes) == [
        ("1", "1", "Cia Rask väljs till kassör.", "election"),
        ("1", "2", "Valet av revisor bordläggs.", "deferral"),
    ]


def test_bullets_below_a_lead_that_says_what_are_points_of_one_decision(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Året\n\nBeslut\n\nStyrelsen beslutar att satsa på följande:\n\n- bryggan\n- klubbhuset\n"
    )
    (decision,) = minutes["items"][0]["decisions"]
    assert (decision["text"], decision["points"]) == (
        "Styrelsen beslutar att satsa på följande: bryggan; klubbhuset",
        ["bryggan", "klubbhuset"],
    )


def test_proposals_histories_quotes_and_other_bodies_decide_nothing(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Bryggan\n\nFörslag till beslut\nBryggan lagas för 40 000 kr.\n\nBakgrund\nÅrsmötet beslutade 2023-05-04 att bryggan ska rivas. "
        "Kommunen har beslutat om nya regler.\n\nArbetsutskottets beslut\nBryggan rivs.\n\nStyrelsens beslut\nBryggan lagas för 40 000 kr.\n\n"
        "§ 2 Stadgar\n\n”Styrelsen beslutar att mötet är slut” står det i stadgarna.\n"
    )
    assert decided(minutes) == [("1", None, "Bryggan lagas för 40 000 kr.", "adoption")]


def test_a_proposal_to_a_higher_body_is_what_the_board_decides(understood: Understood) -> None:
    head = HEAD.replace("Hamnstyrelsen i Ekvik", "Ekviks kommun\nKommunstyrelsen")
    minutes = understood(
        "§ 1 Taxan\n\nKommunstyrelsens förslag till kommunfullmäktige\n1. Taxan antas.\n", head=head
    )
    assert decided(minutes) == [("1", "1", "Taxan antas.", "proposal")]


@pytest.mark.parametrize(
    ("sentence", "assignees", "due"),
    [
        ("Cia tar på sig att måla bryggan till nästa möte.", ["Cia Rask"], "2025-04-08"),
        ("Bo och Cia ska ta fram en budget senast den 20 mars.", ["Bo Sand", "Cia Rask"], "2025-03-20"),
        ("Sekreteraren får i uppdrag att skriva till kommunen.", ["Bo Sand"], None),
        ("Ekviks kommun åtar sig att muddra rännan under q3 2025.", ["Ekviks kommun"], "2025-Q3"),
        ("Alva Brink kontaktar försäkringsbolaget.", ["Alva Brink"], None),
    ],
)
def test_who_takes_on_what_by_when(
    understood: Understood, sentence: str, assignees: list[str], due: str | None
) -> None:
    minutes = understood(f"§ 1 Bryggan\n\nBryggan diskuterades. {sentence}\n")
    (assignment,) = minutes["items"][0]["assignments"]
    assert (assignment["assignees"], assignment["due"]) == (assignees, due)
    assert assignment["text"] == sentence.removesuffix(".")


@pytest.mark.parametrize(
    "sentence",
    [
        "Cia berättade att bryggan är trasig.",
        "Förslag finns att Bo tar på sig att måla.",
        "Regionen samordnar arbetet med den nya lagen.",
        "Styrelsen tar inte på sig att måla.",
    ],
)
def test_what_is_no_task(understood: Understood, sentence: str) -> None:
    assert understood(f"§ 1 Bryggan\n\n{sentence}\n")["items"][0]["assignments"] == []


def test_a_table_of_tasks(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Att göra\n\n| Vad | Vem | När |\n|---|---|---|\n| Måla bryggan | Cia | 20 mars |\n| Betala hyran | Bo | nästa möte |\n",
        ".md",
    )
    assert [(a["text"], a["assignees"], a["due"]) for a in minutes["items"][0]["assignments"]] == [
        ("Måla bryggan", ["Cia Rask"], "2025-03-20"),
        ("Betala hyran", ["Bo Sand"], "2025-04-08"),
    ]


def test_a_vote_with_names_and_a_reservation_and_jav(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Bryggan\n\nJäv\nBo Sand anmäler jäv och deltar inte i ärendet.\n\nYrkanden\nCia Rask yrkar avslag på förslaget.\n\n"
        "Omröstning\nMed 4 ja-röster mot 2 nej-röster bifaller styrelsen förslaget.\nJa: Alva Brink, Dan Frisk, Eva Holm och Fia Lind\nNej: Cia Rask, Gun Malm\n\n"
        "Beslut\nBryggan lagas.\n\nReservation\nCia Rask reserverar sig mot beslutet.\n"
    )
    item = minutes["items"][0]
    assert (item["vote"]["for"], item["vote"]["against"]) == (4, 2)
    assert item["vote"]["against_names"] == ["Cia Rask", "Gun Malm"]
    assert item["motions"] == [{"name": "Cia Rask", "text": "avslag på förslaget"}]
    assert item["reservations"] == [{"names": ["Cia Rask"], "text": None}]
    assert item["disqualified"] == ["Bo Sand"]


def test_contents_and_page_heads_are_no_items(understood: Understood) -> None:
    page = "Sida {} (3)\nHamnstyrelsen i Ekvik\n2025-03-04\n\n"
    minutes = understood(
        "Innehåll\n§ 1 Bryggan ........ 2\n§ 2 Kassan och lånet ........ 3\n\n\f"
        + page.format(2)
        + "§ 1 Bryggan\nBryggan är trasig och behöver lagas innan sommaren kom-\n\n\f"
        + page.format(3)
        + "mer.\n\n§ 2 Kassan\nKassan är i balans.\n"
    )
    assert [(i["number"], i["title"]) for i in minutes["items"]] == [("1", "Bryggan"), ("2", "Kassan")]
    assert minutes["anomalies"] == ["the table of contents titles § 2 'Kassan och lånet', the text 'Kassan'"]


def test_a_continued_item_is_one_item(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Bryggan\n\nFrågan vilar.\n\n§ 2 Kassan\n\nI balans.\n\nForts. § 1\n\nBeslut\nBryggan lagas.\n"
    )
    assert [(i["number"], len(i["decisions"])) for i in minutes["items"]] == [("1", 1), ("2", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Köp mjölk och bröd.\nGlöm inte katten.\n",
        "import sys\n\nprint(sys.argv)\n",
        "Kapitel 1\nDet var en gång en prinsessa som bodde i ett slott.\n",
    ],
)
def test_what_is_no_minutes_is_refused(understood: Understood, text: str) -> None:
    with pytest.raises(NotMinutesError, match=r"protokoll\.txt: no meeting"):
        understood(text, head="")


def test_doubts_are_told_with_their_line(understood: Understood) -> None:
    head = HEAD.replace("Plats:", "Våglängd: 433 MHz\nPlats:")
    minutes = understood("§ 1 Bryggan\nHamnkaptenen tar på sig att mäta djupet.\n", head=head)
    told = {(issue["kind"], issue["line"]) for issue in minutes["issues"]}
    assert told == {("unknown-label", 5), ("assignee-unresolved", 11)}


@pytest.mark.parametrize(
    "aside",
    [
        "Bo Sand reserverade sig mot beslutet.",
        "Bo Sand deltog inte i beslutet på grund av jäv.",
        "På grund av jäv deltar inte Bo Sand i beslutet.",
    ],
)
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_a_decision_stands_beside_what_somebody_did(understood: Understood, aside: str, between: str) -> None:
    minutes = understood(f"§ 1 Bryggan\nBeslut: Styrelsen beslutar att köpa en brygga.{between}{aside}\n")
    assert [text for _, _, text, _ in decided(minutes)] == ["Styrelsen beslutar att köpa en brygga."]
    if "jäv" in aside:
        assert minutes["items"][0]["disqualified"] == ["Bo Sand"]


@pytest.mark.parametrize(
    "opening", ["Efter votering beslutade styrelsen", "Efter votering beslutades med 2 röster mot 1"]
)
def test_a_decision_may_begin_with_how_it_was_reached(understood: Understood, opening: str) -> None:
    minutes = understood(f"§ 1 Avgiften\n{opening} att höja avgiften till 300 kronor.\n")
    assert [kind for _, _, _, kind in decided(minutes)] == ["adoption"]


def test_who_keeps_out_of_a_decision_without_a_conflict_is_a_doubt(understood: Understood) -> None:
    minutes = understood("§ 1 Bryggan\nBeslut: Bryggan köps.\n\nBo Sand deltar inte i beslutet.\n")
    assert minutes["items"][0]["disqualified"] == []
    assert [i["line"] for i in minutes["issues"] if i["kind"] == "stands-aside"] == [12]


def test_what_a_list_says_of_a_person_is_proved_by_all_its_words(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(
        "Protokoll Hamnstyrelsen\nDatum: 2025-03-04\nNärvarande\nAlva Brink (S), ordförande § 1\nBo Sand (M)\n\n"
        "§ 1 Öppnande\nAlva öppnade mötet.\n\n§ 2 Bryggan\nBryggan lagades.\n",
        encoding="utf-8",
    )
    document = read(path)
    said = [document.text[p.span.start : p.span.end] for p in parse(document).participants]
    assert said == ["Alva Brink (S), ordförande § 1", "Bo Sand (M)"]


def test_who_is_disqualified_by_a_pronoun_and_who_reserves_by_a_heading(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Bryggan\n\nBo Sand upplyser att han äger virket. Styrelsen bedömer honom som jävig.\n\nBeslut\nBryggan lagas.\n\n"
        "Reservation från Cia Rask:\nVirket borde ha köpts i Ekvik.\n\n"
        "§ 2 Kassan\n\nBo Sand och Cia Rask samtalar. Hon är inte jävig.\n\nBeslut\nKassan läggs till handlingarna.\n"
    )
    first, second = minutes["items"]
    assert first["disqualified"] == ["Bo Sand"]
    assert first["reservations"] == [{"names": ["Cia Rask"], "text": None}]
    assert [decision["text"] for decision in first["decisions"]] == ["Bryggan lagas."]
    assert second["disqualified"] == []


def test_a_column_of_those_who_are_replaced(understood: Understood) -> None:
    minutes = understood(
        "Tjänstgörande ersättare:\n"
        "Namn              Ersätter                Parti\n"
        "Kerstin Holm      Anders Nyman            M\n"
        "Samir Haddad      Tomas Sjögren (§ 2)     V\n\n"
        "§ 1 Bryggan\nBeslut\nBryggan lagas.\n\n§ 2 Kassan\nBeslut\nKassan läggs till handlingarna.\n"
    )
    told = [(p["name"], p["replaces"], p["party"], p["items"]) for p in minutes["participants"][-2:]]
    assert told == [
        ("Kerstin Holm", "Anders Nyman", "M", None),
        ("Samir Haddad", "Tomas Sjögren", "V", ["2"]),
    ]


def test_people_named_with_a_title_who_take_no_part_are_mentions(understood: Understood) -> None:
    minutes = understood(
        "§ 1 Läget\nKonsult Roland Lexby bjuds in i september. Sekreterare Bo Sand kallar. "
        "Rapporten skrevs av Stina Wahlby.\n"
    )
    assert minutes["items"][0]["mentions"] == ["Roland Lexby"]


def test_an_initial_and_a_surname_are_the_one_who_has_them(understood: Understood) -> None:
    minutes = understood("§ 1 Läget\nB Sand får i uppdrag att boka lokal.\n")
    assert [a["assignees"] for a in minutes["items"][0]["assignments"]] == [["Bo Sand"]]


def test_items_that_are_rows_of_a_table(understood: Understood) -> None:
    minutes = understood(
        """| Nr | Ärende | Anteckningar | Beslut |
|---|---|---|---|
| 1 | Mötet öppnas | Alva Brink öppnade mötet och hälsade alla välkomna till årets första möte i hamnen. | |
| 2 | Muddring | Bo Sand redogjorde för djupet i inloppet, som har minskat med en meter. | Muddringen beställs av Rask & Co.<br>Cia Rask tar fram en tidplan till 8 april. |
| 3 | Bryggor | Två bryggor är ruttna. Frågan väcktes av flera båtägare. | Styrelsen beslutade att avslå ansökan. |
""",
        ".md",
    )
    assert [(i["number"], i["title"]) for i in minutes["items"]] == [
        ("1", "Mötet öppnas"),
        ("2", "Muddring"),
        ("3", "Bryggor"),
    ]
    assert [(n, text, kind) for n, _, text, kind in decided(minutes)] == [
        ("2", "Muddringen beställs av Rask & Co.", "adoption"),
        ("3", "Styrelsen beslutade att avslå ansökan.", "rejection"),
    ]


def test_a_title_ends_where_the_text_has_a_sentence(understood: Understood) -> None:
    minutes = understood(
        """1. Fönstren
Bo Sand redovisade läget i magasinet. Nio av tio fönster har röta i
karmen och byts i
sommar. Det kostar 40 000 kronor.

2. Avslutning
"""
    )
    assert [i["title"] for i in minutes["items"]] == ["Fönstren", "Avslutning"]


def test_decisions_set_off_as_quotations_are_nobody_elses(understood: Understood) -> None:
    text = "".join(
        f"## {n}. Fråga {n}\n\nText.\n\n> Styrelsen beslutade att anta förslag {n}.\n\n" for n in (1, 2, 3)
    )
    assert [d[2] for d in decided(understood(text, ".md"))] == [
        f"Styrelsen beslutade att anta förslag {n}." for n in (1, 2, 3)
    ]


def test_a_diary_number_may_stand_between_number_and_title(understood: Understood) -> None:
    minutes = understood(
        """# § 1
Dnr HS 2025/31

# Bryggor

Styrelsen beslutar att laga bryggorna.

# § 2
Dnr HS 2025/32

# Muddring

Frågan bordläggs.
""",
        ".md",
    )
    assert [(i["number"], i["title"], i["case"]) for i in minutes["items"]] == [
        ("1", "Bryggor", "HS 2025/31"),
        ("2", "Muddring", "HS 2025/32"),
    ]


def test_what_is_decided_by_an_answer_is_the_clause_that_was_moved(understood: Understood) -> None:
    minutes = understood(
        """## § 1 Avgiften

Att-sats 1: att höja avgiften till 220 kronor

Att-sats 2: att höjningen gäller från maj

**Beslut:** Att-sats 1 bifalls. Att-sats 2 avslås.

## § 2 Bryggan

| Nr | Att-sats | Beslut |
|---|---|---|
| 1 | att laga bryggan | Bifalles |
| 2 | att måla den | Avslås |

## § 3 Avslutning
""",
        ".md",
    )
    assert [(n, text, kind) for n, _, text, kind in decided(minutes)] == [
        ("1", "att höja avgiften till 220 kronor", "adoption"),
        ("1", "att höjningen gäller från maj", "rejection"),
        ("2", "att laga bryggan", "adoption"),
        ("2", "att måla den", "rejection"),
    ]


def tasks(minutes: dict[str, Any]) -> list[tuple[str | None, str, list[str], str | None]]:
    return [
        (i["number"], a["text"], a["assignees"], a["due"]) for i in minutes["items"] for a in i["assignments"]
    ]


def test_headings_in_the_words_of_a_section_head_items_where_they_stand_as_those_do(
    understood: Understood,
) -> None:
    minutes = understood(
        """## 1. Bryggor

Bo Sand visade skisserna.

## 2. Muddring

Cia Rask undrade när det blir av.

## Att göra

- [ ] Mäta djupet (Cia)

## Nästa möte

Tisdag 8 april kl. 18.00.
""",
        ".md",
    )
    assert [i["title"] for i in minutes["items"]] == ["Bryggor", "Muddring", "Att göra", "Nästa möte"]
    assert tasks(minutes) == [(None, "Mäta djupet", ["Cia Rask"], None)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("@Cia ser över bryggan till nästa möte.", [(["Cia Rask"], "2025-04-08")]),
        ("En rapport ska tas fram av Bo Sand senast den 2 maj.", [(["Bo Sand"], "2025-05-02")]),
        ("Bo begär in en ny offert.", [(["Bo Sand"], None)]),
        ("Kranen är trasig, Cia kontaktar varvet.", [(["Cia Rask"], None)]),
        ("Cia Rask berättade om kranen. Hon återkommer med en kalkyl senast den 2 maj.", [(["Cia Rask"], "2025-05-02")]),
        ("Hamnstyrelsen vill ha synpunkter senast den 2 maj.", []),
        ("Bo Sand rapporterar om avtalet, som löper ut den 1 december.", []),
        ("De avtal som slöts under februari redovisas.", []),
    ],
)  # fmt: skip
def test_what_is_a_task_and_whose(
    understood: Understood, sentence: str, expected: list[tuple[list[str], str | None]]
) -> None:
    minutes = understood(f"§ 1 Öppnande\n\n§ 2 Kranen\n{sentence}\n\n§ 3 Avslutning\n")
    assert [(who, due) for _, _, who, due in tasks(minutes)] == expected


def test_what_stands_behind_a_decision_tells_why(understood: Understood) -> None:
    minutes = understood(
        """§ 1 Motion om kranen
Beslut
Motionen avslås.

I motionen föreslås att föreningen ska köpa en ny kran. En sådan kostar enligt beräkningen mer än vad
budgeten medger. Avtalet om den gamla löper till 2028.

§ 2 Avslutning
"""
    )
    assert [d[2] for d in decided(minutes)] == ["Motionen avslås."]


def test_the_count_that_the_names_make_is_the_main_vote(understood: Understood) -> None:
    minutes = understood(
        """§ 1 Kranen
Omröstning
Först avgörs motförslaget med 1 ja-röst och 1 nej-röst.
Ja-röster\tAlva Brink, Bo Sand
Nej-röster\tCia Rask
Med 2 ja-röster mot 1 nej-röst har styrelsen bifallit förslaget.

§ 2 Avslutning
"""
    )
    vote = minutes["items"][0]["vote"]
    assert (vote["for"], vote["against"]) == (2, 1)
    assert (vote["for_names"], vote["against_names"]) == (["Alva Brink", "Bo Sand"], ["Cia Rask"])
