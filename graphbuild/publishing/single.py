"""Turns a store into one HTML file that holds data, engine, questions and network: a site for mail."""

import re
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup

from graphbuild.dataset import Dataset, Snapshot
from graphbuild.errors import SiteFolderError
from graphbuild.publishing import console
from graphbuild.publishing.addresses import Addresses
from graphbuild.publishing.folder import Folder
from graphbuild.publishing.lists import in_page
from graphbuild.publishing.lookup import Lookup
from graphbuild.publishing.overviews import Overviews
from graphbuild.publishing.pages import Pages
from graphbuild.publishing.site import content_language, site_base
from graphbuild.publishing.tables import Tables
from graphbuild.publishing.things import Things
from graphbuild.publishing.wording import Wording, ontology_labels
from graphbuild.resources import resource
from graphbuild.store import Store

NETWORK = "people-bodies"
_OURS = b'<meta name="generator" content="govgraph">'
_POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; style-src {styles}; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
_ALLOWED = re.compile(r"(script|style)-src ('sha256-[^']+')")


def publish_file(
    store: Store,
    path: Path,
    base: str | None = None,
    *,
    language: str = "sv",
    title: str | None = None,
) -> int:
    """Write the file, and give its size in bytes; the same store and arguments give the same bytes.

    Raises SiteFolderError where there is something else than an earlier such file.
    """
    if path.exists() and not (path.is_file() and _OURS in path.read_bytes()[:1000]):
        raise SiteFolderError(
            f"{path} was not made by govgraph publish, so nothing was written: name a new file"
        )
    content = _page(store, Addresses(site_base(base or store.base)), language, title)
    made = path.with_name(f"{path.name}.part")
    made.write_bytes(content)
    made.replace(path)
    return len(content)


def _page(store: Store, addresses: Addresses, language: str, title: str | None) -> bytes:
    with TemporaryDirectory() as name:
        scratch = Path(name)
        dataset = Snapshot(Dataset(store, store.base, addresses.base), scratch)
        with closing(Lookup(dataset, scratch / "lookup.sqlite3")) as lookup:
            things = Things(lookup, addresses, Wording(language, ontology_labels(language)))
            pages = Pages(things, title or things.wording.texts["site"], content_language(things))
            tables = Tables(Folder(scratch / "tables"), scratch)
            network = Overviews(store, pages, tables).interactive(NETWORK)
            triples = [part.content.decode() for part in console.parts(dataset)]
            return _rendered(pages, triples, (network or b"").decode())


def _rendered(pages: Pages, triples: list[str], network: str) -> bytes:
    """Put everything into the page; its policy names each script and style in it by its hash, no other."""
    room = files("graphbuild.publishing")
    assets = {
        name: (room / "assets" / name).read_text("utf-8") for name in ("console.js", "engine.js", "editor.js")
    }
    inline = [
        _harmless(each) for each in (assets["console.js"], assets["engine.js"], *triples, assets["editor.js"])
    ]
    style = (room / "templates" / "style.css").read_text("utf-8")
    of_network = _ALLOWED.findall(network)
    policy = _POLICY.format(
        scripts=" ".join([*map(_hash, inline), *(value for kind, value in of_network if kind == "script")]),
        styles=" ".join([_hash(style), *(value for kind, value in of_network if kind == "style")]),
    )
    said = console.words(pages, [len(each) for each in triples], {}) | {"alone": True}
    licences = [(room / "assets" / "LICENCES.txt").read_text("utf-8")]
    licences.append((resource("exporters/viewer") / "LICENCES.txt").read_text("utf-8"))
    return pages.render(
        "single",
        "index",
        policy=Markup(policy),
        style=Markup(style),
        inline=list(map(Markup, inline)),
        licences="\n\n".join(licences),
        public=said["public"],
        network=in_page(network) if network else "",
        questions=console.questions(pages.wording.language),
        example=console.EXAMPLE,
        console_words=in_page(said),
    )


def _harmless(script: str) -> str:
    """Keep a script from ending the element that it stands in."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
