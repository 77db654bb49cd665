"""From a note to its formulas in place: Markdown, TeX, notebooks and lists of givens."""

from checker.reader.documents.blocks import Block, Document, Heading, Origin, Problem, Source
from checker.reader.documents.given import given_text, read_given
from checker.reader.documents.reading import LANGUAGES, read_document, read_text

__all__ = ["read_document", "read_text", "read_given", "given_text", "LANGUAGES",
           "Document", "Block", "Source", "Origin", "Heading", "Problem"]
