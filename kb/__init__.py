"""The knowledge base: what the bot can answer with, and how sure it may be."""

import os

# Before numpy loads: the matrices here are small, BLAS threads cost more time and memory than they bring.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
