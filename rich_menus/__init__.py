"""The rich menus under the chat: defined in definitions.py, drawn from source, brought to LINE by
`python -m rich_menus sync`. Nothing imports this package: who links a menu to a person reads its
id in models/menus.py.
"""
