// What a test of the keyboard asks a page: how each control looks before it has the focus, what has it now and whether
// that is seen, and which controls were never reached.
(() => {
  const controls =
    "a[href], button, summary, input, select, textarea, [tabindex], [role=button], [role=combobox], [role=tab]";
  // what stands around a control may show the focus in its place: the frame of a list or a field
  const look = (control) => {
    const said = [];
    for (let part = control, step = 0; part && step < 4; part = part.parentElement, step += 1) {
      const style = getComputedStyle(part);
      said.push(style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderTopColor, style.backgroundColor);
    }
    return said.join();
  };
  const all = () => [...document.querySelectorAll(controls)];
  const before = new Map(all().map((control) => [control, look(control)]));
  const reached = new Set();

  window.focused = async () => {
    const control = document.activeElement;
    if (!control || control === document.body) return "";
    const isNew = !reached.has(control);
    reached.add(control);
    if (look(control) === before.get(control)) await new Promise((resolve) => setTimeout(resolve, 200)); // it fades in
    if (look(control) === before.get(control)) return `unseen: ${control.outerHTML.slice(0, 160)}`;
    return isNew ? "new" : "again";
  };

  // arrows lead from one choice of a group to the next; a file's field has a button of its own
  window.left = () =>
    all()
      .filter((control) => control.tabIndex >= 0 && !control.disabled && control.type !== "file")
      .filter((control) => control.role !== "radio" && !control.closest("[inert], [aria-hidden=true]"))
      .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((control) => control.getClientRects().length && !reached.has(control))
      .map((control) => control.outerHTML.slice(0, 160));
})();
