"""The commands, a module each.

A command module has `add_parser(commands, common)`, which tells argparse about it, and
`run(arguments, context)`, which does it and returns the exit status. Slow imports stand inside
`run`.
"""
