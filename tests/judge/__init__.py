"""Asking a model, and believing only what is proved: attacks, faults, budgets, against a scripted endpoint."""
