"""The room that decides: values in, values out; no files, network, logs, clock or chance."""
