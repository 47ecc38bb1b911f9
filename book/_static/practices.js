// Filters of the catalogue of good practices. Without this script the whole list is there and the filters are not.
(() => {
  const start = () => {
    const form = document.getElementById("practice-filters");
    const items = [...document.querySelectorAll("#practices > li")];
    const count = document.getElementById("practice-count");
    if (!form || !count) return;

    const chosen = () => [...new FormData(form)].filter(([, value]) => value);
    // areas and levers are several words in one cell; regions and sizes are one phrase
    const has = (item, key, value) =>
      key === "area" || key === "lever" ? item.dataset[key].split(" ").includes(value) : item.dataset[key] === value;

    const show = () => {
      const wanted = chosen();
      let shown = 0;
      for (const item of items) {
        item.hidden = !wanted.every(([key, value]) => has(item, key, value));
        if (!item.hidden) shown += 1;
      }
      count.textContent = shown
        ? `${shown} of ${items.length} practices`
        : "No practice on record fits all of these. Take one of them away.";
      const query = new URLSearchParams(wanted).toString();
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    };

    for (const [key, value] of new URLSearchParams(location.search)) {
      const field = form.elements.namedItem(key);
      if (field instanceof HTMLSelectElement && [...field.options].some((each) => each.value === value)) field.value = value;
    }
    form.hidden = false;
    form.addEventListener("change", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
