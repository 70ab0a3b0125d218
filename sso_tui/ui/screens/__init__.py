"""The screens: the main one, and those that come up over it."""
