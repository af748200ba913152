"""The web process: who may come in, what every answer carries, and the page behind it."""
