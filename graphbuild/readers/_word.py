"""Names of WordprocessingML (ISO/IEC 29500-1, 17)."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def w(name: str) -> str:
    """A local name of WordprocessingML, qualified."""
    return W + name


def value(element: etree._Element | None) -> str | None:
    """The `w:val` of an element, None where there is no element or no value."""
    found = element.get(W + "val") if element is not None else None
    return str(found) if found is not None else None
