"""What is told of pictures is told of pages that are known to be well or badly painted."""

import pytest
from playwright.sync_api import Browser

from tests.scenarios.picture import Picture
from tests.scenarios.visitor import Visitor

pytestmark = pytest.mark.browser
_PAGE = """
<body style="margin: 0; background: {ground}">
  <svg aria-label="painted" width="400" height="200">
    <rect width="90" height="90" fill="teal"/>
    <circle cx="200" cy="90" r="50" fill="gold"/>
    <text x="9" y="190" fill="gray">2026</text>
  </svg>
  <svg aria-label="blank" width="400" height="200"></svg>
  <svg aria-label="in its ground alone" width="400" height="200">
    <rect width="90" height="90" fill="{ground}"/>
  </svg>
  <svg aria-label="an icon" width="16" height="16"></svg>
</body>
"""


@pytest.mark.parametrize(("ground", "dark"), [("white", False), ("#111", True)])
def test_what_stays_blank_is_named(chromium: Browser, ground: str, dark: bool) -> None:
    visitor = Visitor(chromium, "http://localhost", dark=dark)
    try:
        visitor.page.set_content(_PAGE.format(ground=ground))
        picture = Picture(visitor, "made-up")
        assert picture.blank("svg") == ["blank", "in its ground alone"]
        assert (picture.ground < 60) is dark
        assert picture.image.width == 1440
    finally:
        visitor.context.close()
