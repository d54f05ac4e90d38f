"""Documents compiled once and merged for each unit: the bytes that rendering gives, in a fraction of the time.

`leaves` walks two documents side by side, `template` cuts a traced package at its slots, `shape` holds what was
compiled and what it holds for, `merger` finds the right shape for a document, compiles a new one, or renders directly.
"""
