"""The screen: everything that knows Textual.

Messages are dataclasses without `==` and `repr`: nobody compares them, a repr may be a whole list
of accounts, and Python makes such a class in half the time, of which the first frame has some ten.
"""
