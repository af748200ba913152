"""A wave of messages: reading files of any common shape, bulk labels, issues, spikes, insights.

The only room that uses polars and xlsxwriter, and it imports them inside functions. Import from the modules.
"""
