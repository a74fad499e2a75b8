"""The pages of insights as a person opens them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

