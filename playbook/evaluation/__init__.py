"""Scenario tests: does the program decide and write as it should, and did a change make it better or worse?

Scenarios and thresholds are YAML files; a report is for a person (text, HTML), a program (JSON) or CI (JUnit XML).
Reports hold ids, labels and rules, never the texts of scenarios, so that nobody tunes a rule to a single text.
"""
