"""Turns a network into a picture (PNG): the SVG, drawn by resvg at twice its size. Needs the extra `png`."""

from io import BytesIO
from typing import IO

import networkx as nx

from graphbuild.errors import MissingExtraError, MissingFontError
from graphbuild.exporters import NetworkFormat, svg

_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">{}</text></svg>'


def write(network: nx.Graph, out: IO[bytes]) -> None:
    """Write the picture. Which fonts the machine has changes its bytes.

    Raises MissingExtraError where resvg is not installed, and MissingFontError where the machine has no font.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtraError("A PNG picture", "png") from error
    if resvg_py.svg_to_bytes(_PROBE.format("Å")) == resvg_py.svg_to_bytes(_PROBE.format("")):
        raise MissingFontError(
            "names cannot be drawn, as this machine has no fonts: install some (on Debian: apt-get install "
            "fonts-dejavu-core), or take --format svg"
        )
    drawing = BytesIO()
    svg.write(network, drawing)
    out.write(bytes(resvg_py.svg_to_bytes(drawing.getvalue().decode(), zoom=2)))


FORMAT = NetworkFormat("png", ".png", "image/png", write)
