"""Rules between rows and tables: one function a rule, each giving the faults it finds."""
