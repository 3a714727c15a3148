"""Fields of who signs become signatories: in which roles, and for which items."""

from graphbuild.gazetteer import Gazetteer
from graphbuild.languages import Language
from graphbuild.model import Participant, Signatory
from graphbuild.parsing.front import Front
from graphbuild.parsing.outline import Field
from graphbuild.parsing.people import Person, people_in
from graphbuild.parsing.presence import attended

_SIGNING = {"chair": "chair", "secretary": "secretary", "adjusters": "adjuster"}


def read_signatories(
    front: Front, fields: list[Field], language: Language, gazetteer: Gazetteer, numbers: list[str]
) -> None:
    """Fill in the signatories, where the minutes show any signing or adjusting; `numbers` are the items."""
    signs = any(entry.kind in ("signatures", "adjusters") for entry in fields)
    officers = {entry.kind for entry in fields if entry.closing and entry.values and entry.kind in _SIGNING}
    if not signs and len(officers) < 2:  # who only kept the minutes has not signed them
        return
    for entry in fields:
        role = _SIGNING.get(entry.kind)
        if (entry.kind != "signatures" and role is None) or not entry.values:
            continue
        default = language.words("roles", role)[0] if role else None
        for person in people_in(entry.values, language, gazetteer).persons:
            own = [office for r in person.roles if (office := _office(r, language))]
            person.name = _full_name(front.participants, person.name)
            roles = own or ([default] if default else _by_office(front.participants, person, language))
            items = attended(person.presence, numbers)
            _add_signatory(front.signatories, Signatory(person.name, person.span, tuple(roles), items))


def _full_name(participants: list[Participant], name: str) -> str:
    fits = [p.name for p in participants if " " not in name and p.name.split()[0] == name]
    return fits[0] if len(fits) == 1 else name


def _by_office(participants: list[Participant], person: Person, language: Language) -> list[str]:
    """Who only "approves" the minutes does so as the chair or secretary that they are, else as adjuster."""
    held = {role for p in participants if p.name == person.name for role in p.roles}
    for office in ("chair", "secretary"):
        if held.intersection(language.words("roles", office)):
            return [language.words("roles", office)[0]]
    return [language.words("roles", "adjuster")[0]]


def _office(role: str, language: Language) -> str | None:
    """The office in which somebody signs, whatever it is called ("mötesordförande", "vice ordförande")."""
    last = role.rsplit(maxsplit=1)[-1]
    for kind in ("chair", "secretary", "adjuster"):
        words = language.words("roles", kind)
        if (
            role in words
            or last in words
            or (kind == "chair" and role in language.words("roles", "vice_chair"))
        ):
            return words[0]
    return None


def _add_signatory(signatories: list[Signatory], new: Signatory) -> None:
    for index, old in enumerate(signatories):
        if old.name == new.name:
            roles = (*old.roles, *(role for role in new.roles if role not in old.roles))
            items = old.items if old.items is not None else new.items
            signatories[index] = Signatory(old.name, old.span, roles, items)
            return
    signatories.append(new)
