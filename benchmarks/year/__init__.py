"""A year in a minute: the real scheduler over a fiscal year of the whole country, on a clock of its
own, with invented people. `make simulate-year` runs it and writes a page with plots.

What is real: the rosters' networks and duties, every round (scheduler/jobs.py), the outbox, the
answers to what people write (bot/inbox.py). What stands in: LINE (line.py) is a meter that takes
every message at once and counts those that cost something. What is invented: the national roster,
who works where (world.py), and how people behave (behaviour.py).
"""
