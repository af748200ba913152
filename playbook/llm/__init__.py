"""A language model where a company has configured one; nothing needs it."""
