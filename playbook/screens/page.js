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

  // back from a case to its row; nothing that was typed is lost, the browser holds it
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, [role=listbox], [role=dialog]")) return;
    const back = ["#back", "#issues-back", "#archive-back"].map((each) => document.querySelector(each));
    back.find((each) => each?.offsetParent)?.click();
  });

  // a session that has run out, or a page that belongs to another login by now
  const words = here === "en" ? {
    401: ["Your login has run out. What you typed is kept in this browser.", "Log in again"],
    403: ["This page was opened with another login. What you typed is kept in this browser.", "Load it again"],
  } : {
    401: ["로그인이 끝났습니다. 적은 글은 이 브라우저에 남아 있습니다.", "다시 로그인"],
    403: ["다른 계정으로 열었던 화면입니다. 적은 글은 이 브라우저에 남아 있습니다.", "다시 열기"],
  };
  const shut = (status) => {
    if (root.classList.contains("pb-shut")) return;
    hold();
    root.classList.add("pb-shut"); // the notices of Gradio say the same in other words
    const open = document.querySelector("#case-title")?.dataset.case;
    const there = location.pathname + (open ? `?case=${encodeURIComponent(open)}` : "");
    const notice = document.createElement("div"), link = document.createElement("a");
    notice.className = "pb-out";
    notice.setAttribute("role", "alert");
    notice.textContent = `${words[status][0]} `;
    link.href = status === 401 ? `/login?next=${encodeURIComponent(there)}` : there;
    link.textContent = words[status][1];
    notice.append(link);
    document.body.append(notice);
  };
  // which case somebody is at work on: boxes that are filled because another is opened are not their words
  const opened = () => document.querySelector("#case-title")?.dataset.case || "";
  document.addEventListener("input", (event) => { if (event.target.closest?.("#case")) window.pbAtWork = opened(); });
  document.addEventListener("click", (event) => {
    const leaving = event.target.closest?.("#queue, #next, #back");
    if (leaving || event.target.closest?.("#case")) window.pbAtWork = leaving ? "" : opened();
  }, true);

  // Gradio stops once a call is refused; what is typed from then on is held here until the case is open again
  const boxes = ["subject", "review-draft", "statement", "review-facts", "owners", "reason", "note-text"];
  const box = (name) => document.querySelector(`#${name} textarea, #${name} input`);
  const hold = () => {
    const at = document.querySelector("#case-title")?.dataset;
    if (!at) return;
    const typed = Object.fromEntries(boxes.map((name) => [name, box(name)?.value || ""]));
    try { sessionStorage.setItem("playbook-held", JSON.stringify({ case: at.case, by: at.by, typed })); } catch (error) { /* storage is off */ }
  };
  document.addEventListener("input", () => { if (root.classList.contains("pb-shut")) hold(); });
  const again = setInterval(() => {
    let held = null;
    try { held = JSON.parse(sessionStorage.getItem("playbook-held")); } catch (error) { /* storage is off */ }
    if (!held || root.classList.contains("pb-shut")) return;
    const at = document.querySelector("#case-title")?.dataset;
    if (at?.case !== held.case || at.by !== held.by) return;
    sessionStorage.removeItem("playbook-held");
    clearInterval(again);
    setTimeout(() => boxes.forEach((name) => {
      const there = box(name);
      if (!there || !held.typed[name] || there.value === held.typed[name]) return;
      there.value = held.typed[name];
      there.dispatchEvent(new Event("input", { bubbles: true }));
    }), 600); // once the boxes of the case have been filled
  }, 500);
  const ask = window.fetch;
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.status in words && new URL(answer.url).pathname.includes("/gradio_api/")) shut(answer.status);
    return answer;
  };

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
