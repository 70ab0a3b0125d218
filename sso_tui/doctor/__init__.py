"""What is wrong on this machine, and what mends it? One module for each group of checks."""
