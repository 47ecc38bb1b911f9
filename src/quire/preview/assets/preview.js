// Loads a page of the preview anew when it changed, at the place where its reader is, and says what the preview is doing.
(() => {
  const { page, version, ended } = document.currentScript.dataset;
  const PLACE = "quire-preview-place";
  const TOP = 96; // below the bar of the theme
  const AGAIN_MS = 1000;

  // What is opened and closed on the page, by the nearest name above it and its number there.
  const folds = () => {
    const seen = {};
    return [...document.querySelectorAll("details")].map((element) => {
      const name = element.closest("[id]")?.id ?? "";
      seen[name] = (seen[name] ?? 0) + 1;
      return [`${name} ${seen[name]}`, element];
    });
  };

  const named = () => [...document.querySelectorAll(".bd-article [id], article [id]")];

  const keepPlace = () => {
    const above = named().filter((element) => element.getBoundingClientRect().top <= TOP).pop();
    sessionStorage.setItem(PLACE, JSON.stringify({
      page,
      id: above?.id ?? "",
      below: above?.getBoundingClientRect().top ?? 0,
      y: window.scrollY,
      open: Object.fromEntries(folds().map(([name, element]) => [name, element.open])),
    }));
  };

  const goBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    if (!kept || kept.page !== page) return;
    for (const [name, element] of folds()) {
      if (name in kept.open) element.open = kept.open[name];
    }
    history.scrollRestoration = "manual";
    const scroll = () => {
      const there = kept.id && document.getElementById(kept.id);
      const y = there ? window.scrollY + there.getBoundingClientRect().top - kept.below : kept.y;
      window.scrollTo({ top: y, behavior: "instant" });
    };
    let moved = false;
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      window.addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    scroll();
    // pictures and typefaces that come later move what is below them
    const again = () => { if (!moved) scroll(); };
    if (document.readyState !== "complete") window.addEventListener("load", again, { once: true });
    document.fonts?.ready.then(again);
  };

  const sign = document.createElement("div");
  sign.id = "quire-preview-sign";
  sign.setAttribute("role", "status");
  sign.setAttribute("aria-live", "polite");
  const show = (kind, said) => {
    if (sign.dataset.kind === kind && sign.textContent === said) return;
    sign.dataset.kind = kind;
    sign.textContent = said;
  };

  const listen = () => {
    const address = new URL("/_preview/news", location.href);
    address.protocol = "ws:";
    address.search = new URLSearchParams({ page, version });
    const news = new WebSocket(address);
    let heard = false;
    news.addEventListener("message", (event) => {
      const { kind, said, reload } = JSON.parse(event.data);
      heard = true;
      if (reload) {
        keepPlace();
        location.reload();
      } else {
        show(kind, said);
      }
    });
    news.addEventListener("close", () => {
      if (heard || !sign.textContent) show("ended", ended);
      setTimeout(listen, AGAIN_MS);
    });
  };

  const begin = () => {
    document.body.append(sign);
    goBack();
    listen();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
})();
