"""Memory that building took and nobody needs any more. Pure."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Return it to the system, where the C library can (glibc).

    A collection comes first: Python's free lists keep a few objects in every block of memory, and so all of them.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
