"""The room that asks a model: what is sent, what came back, and what of it code believes."""
