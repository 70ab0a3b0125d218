"""The screen: Textual, and nothing that knows AWS or the disk."""
