"""REST: one small module a subject. An endpoint checks who asks, calls one function of `tasks`, and gives a shape back."""
