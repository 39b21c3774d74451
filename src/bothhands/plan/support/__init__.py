"""The support layer of the plan: which firm gets which help, by one price a budget, with the proof of how good that is."""
