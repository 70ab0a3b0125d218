"""The screen: Textual, and nothing that knows AWS or the disk.

Messages are dataclasses without `==` and `repr`: nobody compares them, a repr may be a whole list
of accounts, and Python makes such a class in half the time, of which the first frame has some ten.
"""
