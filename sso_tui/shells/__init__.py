"""What to say to a shell: quoting, formats, which shell is asking, and the code of `init`."""
