"""What one can do with a role: siblings of one shape, each preparing an effect."""
