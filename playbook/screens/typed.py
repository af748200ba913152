"""An event for what a person types, pastes, deletes or takes over, and none for what the desk itself writes.

Gradio's ``input`` comes with key presses alone: not with a paste, a deletion or Korean that an input method composes.
Its ``change`` comes with every text that the desk puts into a box; opening a case then asked the server ten things that
it had just answered, and kept the browser busy for two seconds.
"""

from __future__ import annotations

import gradio as gr

PAUSE = 150
"""Milliseconds without a key after which the event comes; who types on is not checked at each letter."""

_LISTEN = """
let waiting;
const heard = (event) => {
  if (!element.isConnected) return document.removeEventListener("input", heard);
  if (!event.target.closest("BOXES")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => trigger("input"), PAUSE);
};
document.addEventListener("input", heard);
"""


def typed(*boxes: gr.Textbox) -> gr.HTML:
    """A part without a face whose ``input`` follows the hands in these boxes; each needs an ``elem_id``."""
    names = ", ".join(f"#{box.elem_id}" for box in boxes)
    script = _LISTEN.replace("BOXES", names).replace("PAUSE", str(PAUSE))
    return gr.HTML(visible="hidden", js_on_load=script, apply_default_css=False)
