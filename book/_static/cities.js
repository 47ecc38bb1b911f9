// The picker of the index of cities: one city is marked in every distribution. Without this script the strips are there and nothing is marked.
(() => {
  const start = () => {
    const form = document.getElementById("city-picker");
    const strips = document.getElementById("city-strips");
    if (!form || !strips) return;
    const field = form.elements.namedItem("city");
    const said = form.querySelector("[role=status]");
    const items = [...strips.querySelectorAll(".city-item")];
    const UNIT = 4; // units of a strip for one per cent

    const mark = (item, code) => {
      item.querySelectorAll(".picked").forEach((dot) => dot.classList.remove("picked"));
      const dot = code ? item.querySelector(`[data-city="${CSS.escape(code)}"]`) : null;
      const out = item.querySelector(".value");
      out.textContent = "";
      if (!code) return false;
      if (!dot) {
        out.textContent = "no figure";
        return false;
      }
      dot.classList.add("picked");
      dot.parentNode.append(dot); // above the others
      out.textContent = `${(parseFloat(dot.getAttribute("d").slice(1)) / UNIT).toFixed(1)} %`;
      return true;
    };

    const show = () => {
      const code = field.value;
      const marked = items.filter((item) => mark(item, code)).length;
      said.textContent = code
        ? `${field.selectedOptions[0].text} is marked in ${marked} of ${items.length} distributions.`
        : "No city is marked.";
    };

    const fromAddress = () => {
      const code = new URLSearchParams(location.hash.slice(1)).get("city") ?? "";
      const there = [...field.options].some((each) => each.value === code);
      field.value = there ? code : "";
      show();
      if (!code) return;
      if (!there) said.textContent = "The city of this address has no figure in this survey.";
      form.scrollIntoView();
    };

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("change", () => {
      history.replaceState(null, "", field.value ? `#city=${field.value}` : location.pathname);
      show();
    });
    window.addEventListener("hashchange", fromAddress);
    fromAddress();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
