"""How fast the bot is and what it survives, measured on this machine over loopback alone.

`make bench` runs step.py and growth.py; kill.py is run by hand and, with fewer rounds, by
tests/bot/test_kill.py. What was found stands in docs/benchmarks.md.
"""
