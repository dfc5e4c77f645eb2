"""Pictures of every page for every kind of person, with no data, the usual and too much.

`python -m tests.screens` (or `make screens`) writes them to screens/ with a contact sheet.
"""
