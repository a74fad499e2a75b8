"""A page as it is painted, and what can be told of it without knowing its figures.

Pictures are kept in the folder that `PICTURES_DIR` names, for whoever wants to look.
"""

import io
import os
from pathlib import Path
from typing import Any

from PIL import Image

from tests.scenarios.visitor import Visitor

_KEPT_IN = "PICTURES_DIR"
# Drawings and parts, where they lie on the whole page; icons and lines of a cell are no drawings.
_BOXES = """
(selector) => [...document.querySelectorAll(selector)]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .map((it) => [it, it.getBoundingClientRect()])
  .filter(([, box]) => box.width > 200 && box.height > 80)
  .map(([it, box]) => ({
    name: it.getAttribute("aria-label") ?? it.closest("[aria-label]")?.ariaLabel ?? it.tagName,
    box: [box.left, box.top + scrollY, box.right, box.bottom + scrollY],
  }))
"""
_MANY = 1 << 24
# A ground, and on it words or marks in at least one colour of their own, softened at their edges.
_LEAST_COLOURS = 4


class Picture:
    """One whole page. Brightness goes from 0 (black) to 255."""

    def __init__(self, visitor: Visitor, name: str) -> None:
        self._visitor = visitor
        taken = visitor.page.screenshot(full_page=True)
        self.image = Image.open(io.BytesIO(taken)).convert("RGB")
        look = f"{'dark' if visitor.dark else 'light'}-{self.image.width}"
        folder = os.environ.get(_KEPT_IN)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(folder, f"{name}-{look}.png").write_bytes(taken)

    @property
    def ground(self) -> int:
        """How bright the colour is that covers most of the page."""
        _, colour = max(self._colours(self.image))
        red, green, blue = colour
        return (299 * red + 587 * green + 114 * blue) // 1000

    def blank(self, selector: str) -> list[str]:
        """What matches and is painted in hardly more than its ground, by name."""
        places: list[dict[str, Any]] = self._visitor.page.evaluate(_BOXES, selector)
        crops = {each["name"]: self.image.crop(each["box"]) for each in places}
        return [name for name, crop in crops.items() if len(self._colours(crop)) < _LEAST_COLOURS]

    @staticmethod
    def _colours(image: Image.Image) -> list[Any]:
        return image.getcolors(_MANY) or []
