"""Minutes that are cut, doubled, shuffled or corrupted never crash or hang the parser, nor make it invent a name."""

import contextlib
import re
import time
import unicodedata
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphbuild.errors import NotMinutesError
from graphbuild.model import Document, Minutes
from graphbuild.parsing import parse
from graphbuild.readers import canonical, lines_of
from graphbuild.resolution import resolve

ROOT = Path(__file__).parent
TEXTS = [
    path.read_text("utf-8")
    for path in sorted((ROOT.parent / "examples").glob("*_*.*"))
    + sorted((ROOT / "minutes" / "formats").glob("*.txt"))
]
CHARACTERS = st.sampled_from("aåÖ§1.,:;()|*#_-–•\t\n\f\u00a0\u00ad\ufffe\u0301😀&@/\\\"'”")
MOST_SECONDS = 5.0


def document(text: str, markdown: bool) -> Document:
    text = canonical(text)
    media = "text/markdown" if markdown else "text/plain"
    return Document("x.txt", text, lines_of(text), "0" * 64, media, "utf-8")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A sample's text after some damage of each kind."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["cut", "double", "shuffle", "drop", "corrupt", "join", "insert"]))
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        end = min(len(lines), at + draw(st.integers(1, 40)))
        if kind == "cut":
            lines = lines[:at] if draw(st.booleans()) else lines[at:]
        elif kind == "double":
            lines = lines[:end] + lines[at:end] + lines[end:]
        elif kind == "shuffle":
            lines = lines[:at] + draw(st.permutations(lines[at:end])) + lines[end:]
        elif kind == "drop":
            lines = lines[:at] + lines[end:]
        elif kind == "join":
            lines = [*lines[:at], " ".join(lines[at:end]), *lines[end:]]
        elif kind == "insert":
            lines = [*lines[:at], draw(st.text(CHARACTERS, max_size=60)), *lines[at:]]
        elif lines:
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + draw(st.text(CHARACTERS, max_size=8)) + lines[at][place + 1 :]
    return "\n".join(lines)


def names_in(minutes: Minutes) -> set[str]:
    found = {person.name for person in minutes.participants} | {s.name for s in minutes.signatories}
    for item in minutes.items:
        found |= {presenter.name for presenter in item.presenters}
        found |= {motion.name for motion in item.motions}
        found |= {name for reservation in item.reservations for name in reservation.names}
        found |= {person.name for person in item.disqualified}
        for vote in item.votes:
            found |= {*vote.for_names, *vote.against_names, *vote.abstain_names}
    return found


def letters(text: str) -> str:
    """A text's letters: markup, blanks and line breaks part words of a name, and change none of them."""
    return "".join(re.findall(r"[^\W\d_]", unicodedata.normalize("NFC", text))).casefold()


@settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(damaged(), st.booleans())
def test_damage_neither_crashes_nor_hangs_nor_invents_names(text: str, markdown: bool) -> None:
    source = document(text, markdown)
    began = time.process_time()
    try:
        minutes = resolve(parse(source))
    except NotMinutesError:
        return
    finally:
        assert time.process_time() - began < MOST_SECONDS
    written = letters(source.text)
    for name in names_in(minutes):
        assert all(letters(word) in written for word in name.split()), name
    for participant in minutes.participants:
        assert 0 <= participant.span.start < participant.span.end <= len(source.text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(CHARACTERS, max_size=400), st.booleans())
def test_any_text_is_read_or_refused(text: str, markdown: bool) -> None:
    with contextlib.suppress(NotMinutesError):
        resolve(parse(document(text, markdown)))
