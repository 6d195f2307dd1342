// Links of the board open without loading the page again: the address changes, and Streamlit, which follows the
// browser's back and forward, runs the script for it.  Other clicks, other windows and other sites stay the browser's.
(() => {
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
    const stays = link.pathname === location.pathname;
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (!stays) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
})();
