"""Turns annotated minutes into the README's table of how well they are understood: `make quality`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphbuild import evaluation
from graphbuild.evaluation import Score
from graphbuild.minutes_json import to_json
from graphbuild.parsing import parse
from graphbuild.readers import read
from graphbuild.resolution import resolve

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BEGIN = "<!-- quality: written by `make quality` -->\n"
END = "<!-- quality: end -->\n"


@dataclass(frozen=True, slots=True)
class Collection:
    """Minutes of one kind: folders of texts, each with its folder of annotations."""

    name: str
    folders: tuple[tuple[Path, Path], ...]

    def annotations(self) -> list[tuple[Path, Path]]:
        """Give each annotation with the folder of its text."""
        return [(texts, path) for texts, gold in self.folders for path in sorted(gold.glob("*.json"))]


def _invented(name: str) -> tuple[Path, Path]:
    return ROOT / "tests" / "minutes" / name, ROOT / "tests" / "gold" / name


SHARED = ROOT.parent / "shared"
COLLECTIONS = (
    Collection("seeds", ((SHARED / "seeds", SHARED / "gold"),)),
    Collection("examples", ((ROOT / "examples", ROOT / "tests" / "gold" / "examples"),)),
    Collection("development", tuple(_invented(f"dev{number}") for number in ("", 2, 3, 4, 5, 6, 7, 8, 9))),
    Collection("unseen", (_invented("unseen"),)),
)


def scores_of(collection: Collection) -> dict[str, Score]:
    """Compare what is understood of a collection with its annotations."""
    compared = []
    for texts, path in collection.annotations():
        truth = evaluation.gold_of(path)
        understood = to_json(resolve(parse(read(texts / str(truth["source"])))))
        compared.append(evaluation.compare(understood, truth))
    return evaluation.added(compared)


def table() -> str:
    """Write the table, a column for each collection."""
    measured = [scores_of(collection) for collection in COLLECTIONS]
    heads = [f"{collection.name} ({len(collection.annotations())})" for collection in COLLECTIONS]
    lines = [f"| F1 (n) | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for field in evaluation.FIELDS:
        lines.append(f"| {field} | {' | '.join(_cell(scores, field) for scores in measured)} |")
    return "".join(f"{line}\n" for line in lines)


def _cell(scores: Mapping[str, Score], field: str) -> str:
    score = scores[field]
    return f"{score.f1:.3f} ({score.gold})" if score.gold else "–"


def shown(readme: str) -> str:
    """Take the table out of the README."""
    return readme.partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Bring the README's table up to date."""
    text = README.read_text("utf-8")
    README.write_text(text.replace(f"{BEGIN}{shown(text)}{END}", f"{BEGIN}{table()}{END}"), "utf-8")


if __name__ == "__main__":
    main()
