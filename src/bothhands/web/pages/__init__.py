"""Pages: the desk on screen. They show what `tasks` tell and do what `tasks` do; they hold no arithmetic."""
