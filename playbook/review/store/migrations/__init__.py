"""The way from each earlier schema to this one."""
