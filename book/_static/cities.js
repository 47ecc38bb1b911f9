// One city, chosen once and kept by the browser, is lit in every distribution of the book, with its value.
// Without this script all drawings are there, and nothing is lit. Names of cities and words come from `places.js`.
(() => {
  const KEY = "study-city";
  const SVG = "http://www.w3.org/2000/svg";
  const { cities = {}, words = {} } = window.studyPlaces ?? {};
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  // with the decimal sign of the page's language
  const POINT = (0.5).toLocaleString(document.documentElement.lang || "en").charAt(1);
  const number = (value, digits = 1) => value.toFixed(digits).replace("-", "−").replace(".", POINT);
  const listeners = [];

  const kept = () => {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return ""; // a browser may refuse to keep anything
    }
  };
  const inAddress = () => new URLSearchParams(location.hash.slice(1)).get("city");
  const choice = () => inAddress() ?? kept();
  const choose = (code) => {
    try {
      if (code) localStorage.setItem(KEY, code);
      else localStorage.removeItem(KEY);
    } catch {
      // it is lit on this page all the same
    }
    if (inAddress() !== null) history.replaceState(null, "", location.pathname + location.search);
    listeners.forEach((show) => show(code));
  };

  const element = (name, more = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), more);
    made.append(...inside);
    return made;
  };
  const drawn = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  // Where a dot lies: across by its value, down as the page says.
  const light = (paper, row, index, name) => {
    const value = row.values[index];
    const [x, y] = [row.x[0] + row.x[1] * value, row.y[index]];
    const dot = drawn("circle", { cx: x, cy: y, r: 4.5 });
    const title = drawn("title", {});
    title.textContent = `${name}: ${row.name} ${number(value)}${row.unit}`;
    dot.append(title);
    const width = paper.viewBox.baseVal.width;
    const end = x < 18 ? "start" : x > width - 18 ? "end" : "middle";
    // below the whole strip, if it is one, and else below the dot
    const heights = row.y.filter((at) => at !== null).sort((one, other) => one - other);
    const isStrip = heights.at(-1) - heights[0] < 24;
    const below = (isStrip ? heights[Math.floor(heights.length / 2)] : y) + 18;
    const text = drawn("text", { x, y: below, "text-anchor": end });
    text.textContent = number(value);
    paper.append(dot, text);
  };

  // A drawing gets a sheet above it, and a picker below it.
  const prepare = (block, picture) => {
    const { size, things, rows } = JSON.parse(block.dataset.dots);
    const codes = things.split(" ");
    const frame = element("span", { className: "study-lit" });
    picture.replaceWith(frame);
    const paper = drawn("svg", { viewBox: `0 0 ${size.join(" ")}`, "aria-hidden": "true" });
    frame.append(picture, paper);
    frame.after(block);

    const field = element("select", {}, element("option", { value: "", textContent: words.none }));
    const known = codes.filter((code) => code in cities);
    known.sort((one, other) => cities[one].localeCompare(cities[other]));
    field.append(...known.map((code) => element("option", { value: code, textContent: cities[code] })));
    const said = element("p", { role: "status" });
    const list = element("ul");
    const fold = element("details", { hidden: true }, element("summary"), list);
    block.append(element("label", {}, words.pick, " ", field), said, fold);
    block.hidden = false;
    field.addEventListener("change", () => choose(field.value));

    listeners.push((code) => {
      paper.replaceChildren();
      list.replaceChildren();
      const index = codes.indexOf(code);
      const there = index < 0 ? [] : rows.filter((row) => row.values[index] !== null);
      const city = cities[code] ?? "";
      field.value = there.length && city ? code : "";
      there.forEach((row) => light(paper, row, index, city));
      const values = there.map((row) => `${row.name} ${number(row.values[index])}${row.unit}`);
      const few = values.length <= 3;
      said.textContent = !city
        ? ""
        : !there.length
          ? say(words.absent, { city })
          : few
            ? `${city}: ${values.join(", ")}.`
            : say(words.lit, { city, n: there.length, all: rows.length });
      fold.hidden = few;
      fold.firstElementChild.textContent = say(words.values, { city });
      list.append(...values.map((text) => element("li", { textContent: text })));
    });
  };

  const prepareDrawings = () => {
    let picture = null;
    for (const each of [...document.querySelectorAll("figure.study-figure img, .study-dots")]) {
      if (each.matches("img")) picture = each;
      else if (picture) prepare(each, picture);
    }
  };

  // On the page of a city: one click lights it everywhere.
  const prepareButtons = () => {
    for (const place of document.querySelectorAll("[data-light]")) {
      const code = place.dataset.light;
      const button = place.querySelector("button");
      place.hidden = false;
      button.addEventListener("click", () => choose(choice() === code ? "" : code));
      listeners.push((chosen) => button.setAttribute("aria-pressed", String(chosen === code)));
    }
  };

  // The index of cities has strips of its own, whose dots carry their cities.
  const prepareStrips = () => {
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
        out.textContent = words.missing;
        return false;
      }
      dot.classList.add("picked");
      dot.parentNode.append(dot); // above the others
      out.textContent = `${number(parseFloat(dot.getAttribute("d").slice(1)) / UNIT)} %`;
      return true;
    };
    const isThere = (code) => [...field.options].some((each) => each.value === code);

    listeners.push((code) => {
      field.value = isThere(code) ? code : "";
      const marked = items.filter((item) => mark(item, field.value)).length;
      said.textContent = field.value
        ? say(words.marked, { city: field.selectedOptions[0].text, n: marked, all: items.length })
        : words.unmarked;
    });
    const fromAddress = () => {
      const code = inAddress();
      if (!code) return;
      if (!isThere(code)) said.textContent = words.elsewhere;
      form.scrollIntoView();
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("change", () => {
      choose(field.value);
      history.replaceState(null, "", field.value ? `#city=${field.value}` : location.pathname);
    });
    window.addEventListener("hashchange", fromAddress);
    setTimeout(fromAddress);
  };

  const start = () => {
    prepareDrawings();
    prepareButtons();
    prepareStrips();
    const show = () => listeners.forEach((each) => each(choice()));
    show();
    window.addEventListener("hashchange", show);
    // another page of the book, open beside this one
    window.addEventListener("storage", (event) => event.key === KEY && show());
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
