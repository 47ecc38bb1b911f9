// A link to a place inside of what is folded opens it, also in browsers that do not do so by themselves.
(() => {
  const show = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", show);
  window.addEventListener("DOMContentLoaded", show);
})();
