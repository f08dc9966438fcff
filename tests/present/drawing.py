"""Reading the parts of a drawn chart."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def part(drawing: ET.Element, path: str) -> ET.Element:
    """The first element of this SVG name."""
    found = drawing.find(SVG + path)
    assert found is not None, path
    return found


def number(shape: ET.Element, attribute: str) -> float:
    return float(shape.attrib[attribute])
