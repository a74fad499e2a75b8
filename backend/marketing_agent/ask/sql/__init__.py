"""SQL that people and models write: judged by the guard, then run in the warehouse's sandbox.

Both walls stand alone. `guard` is an allow-list over the parsed tree and prints what runs; the
sandbox bounds and kills whatever gets that far.
"""
