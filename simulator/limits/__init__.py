"""The limits of LINE's messages, each checked with the unit LINE counts in.

`check` (of the messages), `check_options` and `check_mentions` (of what stands beside them) give
None, or the Refusal LINE would answer. Sources: line-platform.md 1.4 and 1.7 (from LINE's
reference), counted as its page on character counts says: UTF-16 code units, but grapheme clusters
for labels, displayText, fillInText, message-action texts and template titles.
"""

from simulator.limits.checks import Refusal
from simulator.limits.messages import check
from simulator.limits.options import check_mentions, check_options

__all__ = ["Refusal", "check", "check_mentions", "check_options"]
