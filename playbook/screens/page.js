(() => {
  const root = document.documentElement;
  const here = location.pathname.startsWith("/en") ? "en" : "ko";
  root.lang = here;
  try {
    if (localStorage.getItem("playbook-tour") === "closed") root.classList.add("pb-toured");
  } catch (error) { /* storage is off: the tour stays */ }

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-close-tour]")) return;
    root.classList.add("pb-toured");
    try { localStorage.setItem("playbook-tour", "closed"); } catch (error) { /* for this page only */ }
  });

  document.addEventListener("click", (event) => {
    const offer = event.target.closest?.("[data-fills]");
    const box = offer && document.getElementById(offer.dataset.fills)?.querySelector("input, textarea");
    if (!box) return;
    box.value = offer.dataset.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus(); // so that it is read out what stands there now
  });

  // what a box is for; a decision that needs a choice of button is not among them
  const runs = {
    "#message": "#run", "#question": "#find", "#review-draft": "#save-edit", "#statement": "#save-edit",
    "#subject": "#save-edit", "#note-text": "#note-keep", "#aside-why": "#aside-do", "#hand-note": "#hand-over",
    "#escalate-why": "#escalate", "#posted-text": "#record", "#posted-why": "#record", "#fact-statement": "#fact-note",
    "#receiver": "#receive",
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    for (const [box, button] of Object.entries(runs)) {
      if (!event.target.closest?.(box)) continue;
      event.preventDefault();
      // the box hands its text over first
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
      setTimeout(() => document.querySelector(button)?.click(), 50);
    }
  });

  window.pbSave = (file) => {
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  window.pbCopy = async (from, button, done) => {
    const box = document.querySelector(from);
    if (!box) return;
    try {
      await navigator.clipboard.writeText(box.value);
    } catch (error) {
      box.focus();
      box.select();
      document.execCommand("copy");
    }
    const label = document.querySelector(button);
    if (!label || label.dataset.busy) return;
    const before = label.textContent;
    label.dataset.busy = "1";
    label.textContent = done;
    setTimeout(() => { label.textContent = before; delete label.dataset.busy; }, 1600);
  };
})();
