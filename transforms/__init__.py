"""Pure transforms: bytes and frames in, frames out.

Nothing here imports dagster or duckdb, asks the network or reads the environment.
"""
