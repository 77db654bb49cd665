"""Files of samples -> columns of numbers, or one sentence about what keeps them from it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from checker.language.errors import CheckerError

CHUNK: Final = 20_000
"""Rows of a CSV file that are held as text at one time."""
DELIMITERS: Final = ",;\t"


class BadData(CheckerError):
    """A file that cannot be trained on."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one length, in the order of the file."""

    path: str
    columns: dict[str, NDArray[Any]]
    """Float64 where every cell is a number, text otherwise; each of shape (m,)."""

    @property
    def rows(self) -> int:
        """The number m of samples."""
        return len(next(iter(self.columns.values())))

    def column(self, name: str) -> NDArray[Any]:
        """One column by its name; a missing one is refused with the nearest name."""
        if name in self.columns:
            return self.columns[name]
        near = get_close_matches(name, self.columns, n=1)
        names = list(self.columns)
        there = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
        raise BadData(f"{self.path}: no column is called {name!r}"
                      + (f"; did you mean {near[0]!r}?" if near else f"; there are {there}"))

    def numbers(self, name: str) -> NDArray[np.float64]:
        """One column that must hold finite numbers."""
        column = self.column(name)
        if column.dtype.kind != "f":
            row = next(k for k, cell in enumerate(column) if not _is_number(str(cell)))
            said = f"is {str(column[row])!r}, no number" if str(column[row]).strip() else "is empty"
            raise BadData(f"{self.path}: column {name!r}, row {row + 1} {said}")
        bad = ~np.isfinite(column)
        if bad.any():
            row = int(bad.argmax())
            raise BadData(f"{self.path}: column {name!r}, row {row + 1} is {column[row]}; "
                          "only finite numbers can be fitted")
        return column


def read_table(path: str) -> Table:
    """The columns of a CSV, Parquet or .npz file, told apart by the ending.

    >>> read_table("nowhere.csv")
    Traceback (most recent call last):
    checker.train.table.BadData: nowhere.csv: no such file
    """
    file = Path(path)
    if not file.exists():
        raise BadData(f"{path}: no such file")
    try:
        if file.stat().st_size == 0:
            raise BadData(f"{path}: the file is empty")
        match file.suffix.lower():
            case ".npz":
                columns = _npz(path)
            case ".parquet" | ".pq":
                columns = _parquet(path)
            case ".csv" | ".tsv" | ".txt":
                columns = _csv(path)
            case ending:
                raise BadData(f"{path}: {ending or 'a file without ending'} is neither .csv, "
                              ".parquet nor .npz")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise BadData(f"{path}: {(error.strerror or str(error)).lower()}") from None
    if not columns or not len(next(iter(columns.values()))):
        raise BadData(f"{path}: there are no rows")
    return Table(path, columns)


def _csv(path: str) -> dict[str, NDArray[Any]]:
    with open(path, encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        delimiter = max(DELIMITERS, key=first.count)
        rows = csv.reader(stream, delimiter=delimiter)
        try:
            names = [name.strip() for name in next(rows, [])]
            if not any(names):
                raise BadData(f"{path}: the first line must name the columns")
            _named_once(path, names)
            parts = [list(map(_column, zip(*chunk, strict=True)))
                     for chunk in _chunks(path, rows, len(names))]
        except csv.Error as error:
            raise BadData(f"{path}:{rows.line_num}: {error}") from None
    return {name: _joined([part[k] for part in parts]) for k, name in enumerate(names)} \
        if parts else {}


def _named_once(path: str, names: Sequence[str]) -> None:
    for k, name in enumerate(names):
        if not name:
            raise BadData(f"{path}: column {k + 1} has no name")
        if name in names[:k]:
            raise BadData(f"{path}: two columns are called {name!r}")


def _chunks(path: str, rows: Any, width: int) -> Iterator[list[list[str]]]:
    chunk: list[list[str]] = []
    for row in rows:
        if not row:
            continue
        if len(row) != width:
            raise BadData(f"{path}:{rows.line_num}: {len(row)} cells, where the first line "
                          f"names {width} columns")
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _column(cells: Sequence[str]) -> NDArray[Any]:
    try:
        return np.array(list(map(float, cells)))
    except ValueError:
        return np.array(cells, dtype=np.str_)


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    if all(part.dtype.kind == "f" for part in parts):
        return np.concatenate(parts)
    return np.concatenate([part.astype(np.str_) for part in parts])


def _npz(path: str) -> dict[str, NDArray[Any]]:
    """Every array of shape (m,) is a column; (m, n) gives the columns NAME0, NAME1, ..."""
    columns: dict[str, NDArray[Any]] = {}
    try:
        with np.load(path, allow_pickle=False) as arrays:
            for name in arrays.files:
                array = arrays[name]
                if array.ndim == 1:
                    columns[name] = _plain(path, name, array)
                elif array.ndim == 2:
                    columns |= {f"{name}{k}": _plain(path, name, array[:, k])
                                for k in range(array.shape[1])}
                else:
                    raise BadData(f"{path}: the array {name!r} has the shape {array.shape}; "
                                  "(m,) or (m, n) is expected")
    except (ValueError, EOFError) as error:
        raise BadData(f"{path}: no readable .npz file ({str(error).splitlines()[0]})") from None
    except Exception as error:
        if isinstance(error, BadData | OSError):
            raise
        raise BadData(f"{path}: no readable .npz file") from None
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise BadData(f"{path}: the arrays have different lengths: {sorted(lengths)}")
    return columns


def _parquet(path: str) -> dict[str, NDArray[Any]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadData(f"{path}: reading Parquet needs pyarrow: "
                      "pip install 'derivation-checker[train]'") from None
    try:
        table = pyarrow.parquet.read_table(path)
    except pyarrow.ArrowException as error:
        raise BadData(f"{path}: no readable Parquet file ({str(error).splitlines()[0]})") from None
    _named_once(path, table.column_names)
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if column.null_count:
            row = column.is_null().to_numpy().argmax()
            raise BadData(f"{path}: column {name!r}, row {row + 1} is empty")
        columns[name] = _plain(path, name, column.to_numpy())
    return columns


def _plain(path: str, name: str, array: NDArray[Any]) -> NDArray[Any]:
    match array.dtype.kind:
        case "f" | "i" | "u" | "b":
            return array.astype(np.float64)
        case "U" | "S" | "O":
            return np.array([str(cell) for cell in array], dtype=np.str_)
        case _:
            raise BadData(f"{path}: the column {name!r} holds {array.dtype}, no numbers")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
