"""A real browser without a screen: it measures a page and takes its picture.

The page stands in a frame of exactly the wanted width inside a page of ours, which reads its
measures: the page itself runs no script, and is loaded as it is.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which(
    "google-chrome")
FLAGS = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
         "--disable-background-networking --disable-component-update --disable-sync "
         "--allow-file-access-from-files --hide-scrollbars --force-device-scale-factor=1 "
         "--virtual-time-budget=4000").split()
PHONE, DESKTOP = (390, 844), (1280, 900)
RULER = """<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;display:block}
</style><iframe id="page" src="%s" width="%d" height="%d"></iframe><pre id="found"></pre><script>
document.getElementById("page").onload = function () {
  const doc = this.contentDocument, root = doc.documentElement;
  const box = e => e.getBoundingClientRect();
  const flat = [...doc.querySelectorAll("math")].filter(
    m => m.checkVisibility() && (box(m).width < 2 || box(m).height < 5));
  const fractions = [...doc.querySelectorAll("mfrac")].filter(m => m.checkVisibility());
  const wide = [...doc.body.querySelectorAll("*")].filter(e => box(e).right > root.clientWidth + 1
    && !e.closest(".formula"));
  document.getElementById("found").textContent = JSON.stringify({
    width: root.scrollWidth, client: root.clientWidth, height: root.scrollHeight,
    formulas: doc.querySelectorAll("math").length, flat: flat.length,
    scripts: doc.scripts.length, ran: doc.documentElement.dataset.ran || "",
    titles: doc.title, wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 200)),
    stacked: fractions.every(f => box(f.children[0]).bottom <= box(f.children[1]).top + 2),
    fractions: fractions.length, background: getComputedStyle(doc.body).backgroundColor,
    side: [...doc.querySelectorAll(".formula")].filter(e => e.scrollWidth > e.clientWidth).length,
  });
};
</script>"""


def measured(html: str, size: tuple[int, int], *, dark: bool = False) -> dict[str, object]:
    """What the browser says of the page at this width."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(html, encoding="utf-8")
        ruler = Path(folder) / "ruler.html"
        ruler.write_text(RULER % ("page.html", *size), encoding="utf-8")
        said = _run([*_scheme(dark), "--window-size=1400,1000", "--dump-dom", ruler.as_uri()])
    found = re.search(r'<pre id="found">(.*?)</pre>', said, re.DOTALL)
    assert found is not None and found[1], said[-2000:]
    measures: dict[str, object] = json.loads(unescape(found[1]))
    return measures


def pictured(html: str, width: int, height: int, file: Path, *, dark: bool = False) -> None:
    """The page's picture at this width, as a PNG file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(html, encoding="utf-8")
        frame = Path(folder) / "frame.html"
        frame.write_text('<!DOCTYPE html><style>body{margin:0}iframe{border:0;display:block}'
                         f'</style><iframe src="page.html" width="{width}" height="{height}">'
                         "</iframe>", encoding="utf-8")
        _run([*_scheme(dark), f"--window-size={max(width, 500)},{height}",
              f"--screenshot={file}", frame.as_uri()])


def _scheme(dark: bool) -> list[str]:
    return [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]


def _run(options: list[str]) -> str:
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run([CHROMIUM, *FLAGS, f"--user-data-dir={profile}", *options],
                              capture_output=True, text=True, timeout=120, check=True)
    return done.stdout
