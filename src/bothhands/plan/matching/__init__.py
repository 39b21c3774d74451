"""Matching: who lacks something and who has it, ranked with reasons, never one blind assignment."""
