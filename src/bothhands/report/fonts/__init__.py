"""The font of the Chinese page and the script that made it."""
