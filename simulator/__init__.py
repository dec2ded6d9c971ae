"""A LINE that runs on the desk: the platform the bot talks to, and phones to chat on.

It speaks HTTP only, imports nothing of the bot and knows of it one thing, its webhook URL.
Which of LINE's rules it keeps: see platform.py (state), limits/ (message limits), webhook.py
(delivery). As a library: ``from simulator.server import Simulator``.
"""
