// What every page of the board can do without loading itself again.
// Links and search forms: the address changes, and Streamlit, which follows the browser's back and forward, runs the
// script for it.  Other clicks, other windows and other sites stay the browser's.
(() => {
  const go = (address) => {
    const stays = new URL(address).pathname === location.pathname;
    history.pushState({}, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (!stays) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  };
  const ownLink = (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    const link = event.target.closest?.(".stHtml a[href]");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return null;
    return link.pathname === location.pathname && link.search === location.search && link.hash ? null : link;
  };
  document.addEventListener("click", (event) => {
    const link = ownLink(event);
    if (!link) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.(".stHtml form");
    if (!form) return;
    event.preventDefault();
    const asked = [...new FormData(form)].filter(([, value]) => value);
    go(new URL(`?${new URLSearchParams(asked)}`, location.href).href);
  });

  // details.chooser: closes once the reader turns to something else; its field narrows its links
  const choosers = (within) => [...document.querySelectorAll("details.chooser[open]")].filter((each) => !each.contains(within));
  document.addEventListener("click", ({ target }) => choosers(target).forEach((each) => (each.open = false)));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.chooser[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("input", ({ target }) => {
    const words = target.value?.toLowerCase().split(/\s+/);
    for (const link of target.closest?.("details.chooser")?.querySelectorAll("a") ?? [])
      link.hidden = !words.every((word) => link.textContent.toLowerCase().includes(word));
  });

  // button[data-copies]: puts the text of the named part beside it, or its own data-text, on the clipboard and says so
  const plainCopy = (text) => {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copies]");
    if (!button) return;
    const text = button.dataset.text ?? button.parentElement.querySelector(button.dataset.copies).innerText;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      plainCopy(text);
    }
    const label = button.textContent;
    if (label === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  });
})();
