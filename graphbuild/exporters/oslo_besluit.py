"""Turns the dataset into OSLO Besluit (Flanders' vocabulary of decisions of local government) as Turtle.

The mapping is `queries/dialects/oslo-besluit.rq`. The application profile's `besluit:motivering` is left
out: minutes do not set the grounds of a decision apart.
"""

from functools import partial

from graphbuild.exporters import DatasetFormat
from graphbuild.exporters._construct import write_dialect

_PREFIXES = {
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "eli": "http://data.europa.eu/eli/ontology#",
}

FORMAT = DatasetFormat(
    "oslo-besluit", ".besluit.ttl", "text/turtle", partial(write_dialect, "oslo-besluit", _PREFIXES)
)
