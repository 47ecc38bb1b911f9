// The catalogue of good practices: filters, and two practices side by side. Without this script the whole list and a table of all are there.
(() => {
  const start = () => {
    const form = document.getElementById("practice-filters");
    const items = [...document.querySelectorAll("#practices > li")];
    const count = document.getElementById("practice-count");
    if (!form || !count) return;

    const chosen = () => [...new FormData(form)].filter(([, value]) => value.trim());
    // areas, levers and goals are several words in one cell; the others are one phrase
    // every word that was typed stands somewhere in the card
    const says = (item, words) => {
      const text = `${item.textContent} ${item.dataset.region}`.toLowerCase();
      return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
    };
    const has = (item, key, value) =>
      key === "words" ? says(item, value) : ["area", "lever", "sdg"].includes(key) ? item.dataset[key].split(" ").includes(value) : item.dataset[key] === value;

    const show = () => {
      const wanted = chosen();
      let shown = 0;
      for (const item of items) {
        item.hidden = !wanted.every(([key, value]) => has(item, key, value));
        if (!item.hidden) shown += 1;
      }
      count.textContent = shown
        ? count.dataset.some.replace("{shown}", shown).replace("{all}", items.length)
        : count.dataset.none;
      const query = new URLSearchParams(wanted).toString();
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    };

    for (const [key, value] of new URLSearchParams(location.search)) {
      const field = form.elements.namedItem(key);
      if (field instanceof HTMLInputElement) field.value = value;
      if (field instanceof HTMLSelectElement && [...field.options].some((each) => each.value === value)) field.value = value;
    }
    // on a phone the first card comes into sight
    form.querySelector("details").open = !matchMedia("(max-width: 600px)").matches;
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  };

  // the rows of the table of all become the two columns of a table of the same heads
  const compare = () => {
    const form = document.getElementById("practice-pair");
    const place = document.getElementById("practice-table");
    const all = place?.querySelector("table");
    if (!form || !all || all.tBodies[0].rows.length < 2) return;
    const heads = [...all.tHead.rows[0].cells];
    const rows = Object.fromEntries([...all.tBodies[0].rows].map((row) => [row.dataset.practice, [...row.cells]]));
    const pair = all.cloneNode(true);

    // with roles, since on a phone the rows are no rows of a table to some browsers
    const cellOf = (cell, tag, role, scope) => {
      const made = document.createElement(tag);
      made.setAttribute("role", role);
      if (scope) made.scope = scope;
      made.append(...cell.cloneNode(true).childNodes);
      return made;
    };
    const show = () => {
      const chosen = [...form.querySelectorAll("select")].map((select) => rows[select.value]);
      const lines = heads.map((head, n) => {
        const line = document.createElement("tr");
        line.setAttribute("role", "row");
        line.append(
          n ? cellOf(head, "th", "rowheader", "row") : cellOf(head, "th", "columnheader", "col"),
          ...chosen.map((cells) => (n ? cellOf(cells[n], "td", "cell") : cellOf(cells[n], "th", "columnheader", "col"))),
        );
        return line;
      });
      pair.tHead.replaceChildren(lines[0]);
      pair.tBodies[0].replaceChildren(...lines.slice(1));
    };
    place.className = "practice-two";
    all.parentElement.classList.remove("stacked");
    all.replaceWith(pair);
    form.hidden = false;
    form.addEventListener("change", show);
    show();
  };

  const begin = () => {
    start();
    compare();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
