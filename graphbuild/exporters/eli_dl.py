"""Turns the dataset into ELI-DL (the EU's ontology for draft legislation, version 3) as Turtle.

The mapping is `queries/dialects/eli-dl.rq`.
"""

from functools import partial

from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._construct import write_dialect

_PREFIXES = {"eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#"}

FORMAT = DatasetFormat("eli-dl", ".eli-dl.ttl", "text/turtle", partial(write_dialect, "eli-dl", _PREFIXES))
