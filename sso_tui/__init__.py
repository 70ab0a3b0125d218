"""ssotui: every account and role behind one IAM Identity Center sign-in."""

__version__ = "0.1.0"
