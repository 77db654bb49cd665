"""Pictures of proof sheets: the first page, printed by a TeX engine, drawn by pdftoppm.

`python -m tests.sheet_pictures` renews them; it needs a TeX engine and poppler-utils.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
PICTURES = {"sheet-proved": "docs/examples/sigma.py", "sheet-refuted": "docs/examples/slip.py"}
"""Each picture and the derivation whose sheet it shows."""
PART = ("-r", "100", "-x", "60", "-y", "60", "-W", "707", "-H", "520")
"""The upper part of a page at 100 dots an inch."""


def draw(picture: str, path: str) -> None:
    """Draw one sheet into the folder of pictures."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "sheet.pdf"
        subprocess.run([sys.executable, "-m", "checker", "sheet", path, "-o", str(pdf)],
                       cwd=ROOT, check=False, capture_output=True)
        subprocess.run(["pdftoppm", "-png", "-singlefile", *PART, str(pdf),
                        str(FOLDER / picture)], check=True)


if __name__ == "__main__":
    for picture, path in PICTURES.items():
        draw(picture, path)
