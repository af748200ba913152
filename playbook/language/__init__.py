"""Text in general, before anyone asks what it means: spelling, language, personal data, Korean, lengths.

Everything here is a function of its text alone: no settings, no files, no heavy package. Import from the modules:
``normalise``, ``detect``, ``privacy``, ``korean``, ``lengths``.
"""
