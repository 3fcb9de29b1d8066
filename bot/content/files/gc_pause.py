"""Pauses Python's cyclic garbage collector while a large bank is loaded."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the search for cyclic garbage: hundreds of thousands of nodes come and go here, and hold no cycles.

    Reading a thousand items takes half as long so.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
