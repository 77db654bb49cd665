"""Stored certificates: read back, and replayed by the kernel alone."""

from __future__ import annotations

import json
from typing import Any

from checker.kernel.refusal import Refusal
from checker.kernel.replay import replay
from checker.language.data import digest, read_certificate, read_claim
from checker.language.errors import CheckerError


def records(text: str) -> list[Any]:
    """The records of a file of certificates; `ValueError` if it is none.

    >>> records('{"schema": 1, "certificates": []}')
    []
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(data, dict) or not isinstance(data.get("certificates"), list):
        raise ValueError("not a file of certificates (made by checker verify --certificates)")
    if data.get("schema") != 1:
        raise ValueError(f"schema {data.get('schema')!r} is not known, only 1")
    rows: list[Any] = data["certificates"]
    return rows


def replayed(record: Any) -> tuple[str, str]:
    """Whether the kernel accepts a record: "accepted", "refused" or "unreadable", and why.

    >>> replayed({})
    ('unreadable', "the record has no 'claim'")
    """
    try:
        claim = read_claim(record["claim"])
        certificate = read_certificate(record["certificate"])
    except KeyError as missing:
        return "unreadable", f"the record has no {missing}"
    except CheckerError as error:
        return "unreadable", str(error)
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        return "unreadable", f"the record is malformed: {error}"
    if record.get("sha256", "") != digest(claim, certificate):
        return "refused", "digest: the claim or the certificate is not the one that was stored"
    try:
        replay(claim, certificate)
    except Refusal as refusal:
        return "refused", str(refusal)
    except Exception as error:
        return "refused", f"{type(error).__name__}: {error}"
    return "accepted", ""
