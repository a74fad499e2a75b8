"""A person at a browser window, and what they can tell about the page in front of them."""

import re
import time
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

_AXE = Path(__file__).resolve().parents[3] / "web/node_modules/axe-core/axe.min.js"
_PATIENCE_MS = 60_000
_WIDE, _PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput)
      for (const { node } of entry.sources)
        window.shifts.push([entry.value, node?.outerHTML?.slice(0, 120)]);
}).observe({ type: "layout-shift", buffered: true });
"""
_VIOLATIONS = """
async (rules) => (await axe.run(rules ? { runOnly: rules } : {})).violations
  .map((v) => `${v.impact} ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 140)).join(" | ")}`)
"""
_FOCUSED = """
(() => {
  const { activeElement: it } = document;
  return it.getAttribute("aria-label") ?? it.labels?.[0]?.innerText ?? it.innerText ?? "";
})()
"""
_OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
# What a finger must hit, and how high it is. Words inside a sentence are exempt, and what only the
# keyboard brings forth; a control that reaches over its card counts as the card.
_TARGETS = """
[...document.querySelectorAll("button, a[href], input, select, summary, [role=tab]")]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest("p"))
  .filter((it) => it.getAttribute("href") !== "#page")
  .filter((it) => getComputedStyle(it, "::after").position !== "absolute")
  .map((it) => [it, it.closest("label") ?? it])
  .map(([it, place]) => [it.outerHTML.slice(0, 120), place.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 44)
"""
# The browser itself reports every refused request; refusals that a test asks for are no complaint.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


@cache
def _axe() -> str:
    return _AXE.read_text("utf-8")


class Visitor:
    """One window with its own cookies. `complaints` gathers whatever its console says."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        state: Path | None = None,
        *,
        dark: bool = False,
        phone: bool = False,
    ) -> None:
        self.dark, self.phone, self.complaints = dark, phone, list[str]()
        self.expected_refusals: set[int] = set()
        self.context = browser.new_context(
            base_url=url,
            viewport=_PHONE if phone else _WIDE,  # type: ignore[arg-type]
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-US",
            timezone_id="Europe/Berlin",
            storage_state=state,
        )
        self.context.set_default_timeout(_PATIENCE_MS)
        self.context.add_init_script(_SHIFTS)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = _REFUSED.match(message.text)
        if refused and int(refused[1]) in self.expected_refusals:
            return
        self.complaints.append(f"{message.type}: {message.text} {message.location['url']}")

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it stands."""
        self.page.evaluate(_axe())
        # What differs between the themes is the contrast; the rest is looked at once, in the light.
        rules = ["color-contrast"] if self.dark else None
        found: list[str] = self.page.evaluate(_VIOLATIONS, rules)
        return found

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        pixels: int = self.page.evaluate(_OVERFLOW)
        return pixels

    def shifts(self) -> list[Any]:
        """Everything that moved without being asked to since the page was opened."""
        moved: list[Any] = self.page.evaluate("window.shifts")
        return moved

    def small_targets(self) -> list[Any]:
        """Controls that are too low for a finger."""
        small: list[Any] = self.page.evaluate(_TARGETS)
        return small

    def drop(self, target: Locator, *paths: Path) -> None:
        """Drags files or folders from the desktop onto a part of the page and lets go."""
        box = target.bounding_box()
        assert box is not None
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        carried = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        devtools = self.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            devtools.send("Input.dispatchDragEvent", {"type": kind, **place, "data": carried})
        devtools.detach()

    def tab_to(self, name: str, most: int = 40) -> None:
        """Presses Tab until something of this name has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.focused() == name:
                return
        raise AssertionError(f"Tab never reached {name!r}")

    def focused(self) -> str:
        """Name of what has the focus."""
        name: str = self.page.evaluate(_FOCUSED)
        return name.strip()

    def wait_focused(self, name: str) -> None:
        """Until something of this name has the focus, as long as anything is waited for."""
        until = time.monotonic() + _PATIENCE_MS / 1000
        while (found := self.focused()) != name:
            assert time.monotonic() < until, f"the focus is on {found!r}"
            self.page.wait_for_timeout(50)
