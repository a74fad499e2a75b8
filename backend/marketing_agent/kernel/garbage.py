"""How often Python looks for garbage that counting references does not find.

Loading the product makes a million objects that stay. Python's own thresholds have it walk through
them again and again: more than a tenth of what loading takes, and all of them later too.
"""

import atexit
import gc

_NEW_OBJECTS = 50_000


def collect_rarely() -> None:
    """For a process that is about to load the product: collections are some tens, not thousands."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


def keep_what_is_loaded() -> None:
    """For a process that has loaded it: what is there now is never looked through again."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end it goes as ever: native libraries complain otherwise
