// "My city" on the index of cities opens the page of a city. Without this script the list of cities is there and this is not.
(() => {
  const start = () => {
    const form = document.getElementById("city-goto");
    if (!form) return;
    form.hidden = false;
    const field = form.elements.namedItem("page");
    // Enter on a chosen city opens its page; on none it does what the browser does with a closed list
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !field.value) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = field.value;
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
