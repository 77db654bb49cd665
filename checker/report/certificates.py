"""The file of stored certificates: claims with the proofs that the kernel can replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.language.data import certificate_data, claim_data, digest
from checker.language.findings import PageFindings
from checker.language.verdict import Proved


def certificates_data(pages: Iterable[PageFindings], version: str) -> dict[str, Any]:
    """The certificates of all proved steps as one object.

    >>> certificates_data([], "0.1.0")
    {'schema': 1, 'version': '0.1.0', 'certificates': []}
    """
    rows = [
        {"page": page.path, "line": finding.span.line if finding.span is not None else None,
         "sha256": digest(verdict.claim, verdict.certificate),
         "claim": claim_data(verdict.claim), "certificate": certificate_data(verdict.certificate)}
        for page in pages for finding in page.findings
        if isinstance(verdict := finding.verdict, Proved)]
    return {"schema": 1, "version": version, "certificates": rows}
