"""Shapes: what the doors take and give, one module a subject. From these come the OpenAPI description and the client's types."""
