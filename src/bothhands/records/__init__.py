"""Records: what a desk keeps. Plans adopted, tasks, findings, people and who changed what, in SQLite or PostgreSQL."""
