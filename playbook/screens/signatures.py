"""What Gradio asks its components again and again, worked out once."""

from __future__ import annotations

import inspect

import gradio as gr


def remember_signatures(blocks: gr.Blocks) -> None:
    """Note the signature of each kind of component on its constructor, where ``inspect`` looks first (PEP 362).

    Gradio asks for it whenever a component is drawn or told something, of which an opened case has a hundred;
    working it out anew took a fifth of the server's time with fifty people at the desk.
    """
    for kind in {type(block) for block in blocks.blocks.values()}:
        for each in kind.__mro__:
            constructor = inspect.unwrap(vars(each).get("__init__", object.__init__))
            if inspect.isfunction(constructor) and not hasattr(constructor, "__signature__"):
                constructor.__signature__ = inspect.signature(constructor)  # type: ignore[attr-defined]
