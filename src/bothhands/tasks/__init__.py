"""Tasks: carrying a plan out. Adopting, following up, findings, requests, jobs. Imports nothing heavy: the web does not either."""
