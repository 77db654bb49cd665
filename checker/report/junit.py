"""The report as JUnit XML: a suite for each page, a case for each claim."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as xml

from checker.language.findings import Finding, PageFindings
from checker.report.remarks import explained, said

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(pages: Iterable[PageFindings]) -> str:
    """The XML text: refuted is a failure, unreadable an error, undecided is skipped.

    >>> junit([])
    '<?xml version="1.0" encoding="UTF-8"?>\\n<testsuites />'
    """
    root = xml.Element("testsuites")
    for page in pages:
        counts = page.counts()
        suite = xml.SubElement(root, "testsuite", _clean(
            name=page.path, tests=str(len(page.findings)), failures=str(counts["refuted"]),
            errors=str(counts["unreadable"]), skipped=str(counts["undecided"]),
            time=f"{sum(finding.seconds for finding in page.findings):.6f}"))
        for finding in page.findings:
            _case(suite, page, finding)
    xml.indent(root)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            + xml.tostring(root, encoding="unicode"))


def _case(suite: xml.Element, page: PageFindings, finding: Finding) -> None:
    line = finding.span.line if finding.span is not None else 0
    case = xml.SubElement(suite, "testcase", _clean(
        classname=page.path, name=f"line {line}: {said(finding)}", file=page.path,
        line=str(line), time=f"{finding.seconds:.6f}"))
    tag = {"refuted": "failure", "unreadable": "error", "undecided": "skipped"}.get(finding.outcome)
    if tag is not None:
        xml.SubElement(case, tag, _clean(message=explained(finding)))


def _clean(**attributes: str) -> dict[str, str]:
    """Attributes without the characters that XML cannot carry."""
    return {key: _NOT_XML.sub("?", value) for key, value in attributes.items()}
