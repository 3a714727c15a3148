"""Whether words name the body that meets: in full, by its kind, by its initials."""

import re

from graphbuild.parsing.cast import Cast, organ_of


def acts(actor: str, cast: Cast) -> bool:
    """Whether the words before "beslutade" name this meeting's body, or the meeting itself."""
    words = actor.split()
    if len(words) > 7 or re.search(r"\d{4}", actor):
        return False
    actors = cast.language.words("decisions", "actors")
    return words[-1] in actors or any(word in actors for word in words) or same_body(actor, cast.body)


def abbreviates(written: str, body: str) -> bool:
    """Whether capitals stand for the body ("KS" in the minutes of a kårstyrelse)."""
    if not (2 <= len(written) <= 4 and written.isupper() and body[:1].upper() == written[0]):
        return False
    letters = iter(body.lower())
    return all(letter in letters for letter in written.lower())


def same_body(actor: str, body: str) -> bool:
    """Whether words name a body by the stem of one of its words, or by its short name ("LAG")."""
    stems = {word[:6] for word in body.lower().split() if len(word) > 3}
    own = [word for word in actor.lower().split() if len(word) > 3]
    named = actor.lower() in body.lower().split()  # a body of a short name: "LAG"
    return named or (bool(stems) and any(word[:6] in stems for word in own))


def same_organ(actor: str, cast: Cast) -> bool:
    """Whether a body's name, or the bare noun for its kind, means the body that meets."""
    organ, ours = organ_of(actor, cast.language), organ_of(cast.body, cast.language)
    return organ is not None and organ == ours and (actor == organ or same_body(actor, cast.body))
