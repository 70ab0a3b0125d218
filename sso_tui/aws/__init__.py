"""The wire: the only code that speaks to AWS."""
