(() => {
  // the study writes days as people in Britain do
  const language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";

  // A link to a place inside of what is folded opens it, also in browsers that do not do so by themselves.
  const show = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };

  // A citation can be selected as it stands; with this script it can be copied, and then has the whole address and the day.
  const addCopying = (cite) => {
    const { copy, copied } = cite.closest("details").dataset;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: copy });
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const link = cite.querySelector("a");
      // a book on one's own disk has no address that others could follow
      if (link.protocol !== "file:") link.textContent = link.href;
      cite.querySelector(".study-day").textContent = new Date().toLocaleDateString(language, { dateStyle: "long" });
      getSelection().selectAllChildren(cite);
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(cite.textContent);
        said.textContent = copied;
      } catch {
        // it is selected, for the keys that copy
      }
    });
    cite.after(" ", button, " ", said);
  };

  window.addEventListener("hashchange", show);
  window.addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelectorAll(".study-cite").forEach(addCopying);
    // another language keeps the place on the page, and what was picked there
    document.querySelectorAll(".study-languages a").forEach((link) => {
      link.addEventListener("click", () => Object.assign(link, { hash: location.hash, search: location.search }));
    });
  });
})();
