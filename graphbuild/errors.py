"""The error tree: each child names what is wrong, and each message says what, where and what to do.

GovgraphError                    the root; the command line catches it once and prints one line
├── UsageError                   exit 2: the call's words are off
│   ├── UnknownQueryError        no query of that name (the nearest names are told)
│   ├── UnknownFormatError       no file format of that name (the nearest names are told)
│   ├── NotANetworkError         a query whose result holds no edges
│   ├── ParameterError           a parameter that the query does not have, or a value it cannot take
│   ├── MissingExtraError        something optional that is not installed
│   ├── QuerySyntaxError         SPARQL that does not parse (line and column)
│   └── SearchTextError          a search text without words, or with half a pair of quotation marks
├── UnreadableError              exit 3: input that cannot be read
│   ├── EmptyFileError           nothing in it
│   ├── NotTextError             bytes that are no text of a known encoding or format
│   ├── TooLargeError            past a limit (bytes, pages, what is unpacked)
│   ├── EncryptedError           locked with a password
│   ├── ScannedError             pictures of text, and no text
│   └── NotMinutesError          text in which nothing of a meeting's minutes was found
├── MissingFontError             exit 3: a picture with names, on a machine without fonts
├── StoreError                   exit 3: a store that cannot be used
│   ├── StoreLockedError         another process holds it
│   ├── StoreVersionError        made by another version of govgraph
│   ├── StoreMissingError        there is none in that place
│   └── EndpointError            a server that does not do what a store must
│       ├── UnreachableError     nobody answers at its address
│       ├── EndpointTimeoutError it takes too long
│       └── EndpointRefusedError it does not let us read, or change anything
├── WorkerError                  exit 3: a process or a cluster that reads for a build is lost, or unfit
├── JudgementsError              exit 3: a file of judgements that cannot be read, or contradicts itself
├── SiteFolderError              exit 3: a folder that a site cannot be written into
├── DuplicateMeetingError        exit 1: two documents claim to be the same meeting
└── EvidenceError                exit 1: a quote that is not what the stored source says
"""


class GovgraphError(Exception):
    """The root of the tree; `exit_code` is what the process ends with."""

    exit_code = 1


class UsageError(GovgraphError):
    """The call's words are off."""

    exit_code = 2


class UnknownQueryError(UsageError):
    """No query of that name."""


class UnknownFormatError(UsageError):
    """No file format of that name."""


class NotANetworkError(UsageError):
    """A query whose result holds no edges."""


class ParameterError(UsageError):
    """A parameter that the query does not have, or a value that it cannot take."""


class MissingExtraError(UsageError):
    """Something optional that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        """Say how to install it."""
        super().__init__(f"{what} needs more than govgraph itself: pip install 'govgraph[{extra}]'")


class QuerySyntaxError(UsageError):
    """SPARQL that does not parse."""


class SearchTextError(UsageError):
    """A search text that holds nothing to look for, or is not whole."""


class UnreadableError(GovgraphError):
    """Input that cannot be read."""

    exit_code = 3


class EmptyFileError(UnreadableError):
    """A file with nothing in it."""


class NotTextError(UnreadableError):
    """Bytes that are no text of a known encoding or format."""


class TooLargeError(UnreadableError):
    """A file past a limit: its bytes, its pages, or what it holds when it is unpacked."""


class EncryptedError(UnreadableError):
    """A file that is locked with a password."""


class ScannedError(UnreadableError):
    """A document of pictures without text."""


class NotMinutesError(UnreadableError):
    """Text in which nothing of a meeting's minutes was found."""


class MissingFontError(GovgraphError):
    """A picture with names, on a machine without fonts."""

    exit_code = 3


class StoreError(GovgraphError):
    """A store that cannot be used."""

    exit_code = 3


class StoreLockedError(StoreError):
    """Another process holds the store."""


class StoreVersionError(StoreError):
    """The store was made by another version of govgraph."""


class StoreMissingError(StoreError):
    """There is no store in that place."""


class EndpointError(StoreError):
    """A server that does not do what a store must."""


class UnreachableError(EndpointError):
    """Nobody answers at a server's address."""


class EndpointTimeoutError(EndpointError):
    """A server takes too long."""


class EndpointRefusedError(EndpointError):
    """A server does not let us read, or change anything."""


class WorkerError(GovgraphError):
    """A process or a cluster that reads for a build is lost, or unfit."""

    exit_code = 3


class JudgementsError(GovgraphError):
    """A file of judgements that cannot be read, or contradicts itself."""

    exit_code = 3


class SiteFolderError(GovgraphError):
    """A folder that a site cannot be written into."""

    exit_code = 3


class DuplicateMeetingError(GovgraphError):
    """Two documents claim to be the same meeting."""


class EvidenceError(GovgraphError):
    """A quote that is not what the stored source says."""
