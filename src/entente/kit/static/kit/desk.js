// What a page gains with scripts: "/" to search, ticking all rows, sending the form of a list by itself.
// Every page works without this file.
(() => {
  "use strict";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target)) {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  const count = (form) => {
    const picked = form.querySelectorAll("input[name=pick]:checked").length;
    const label = form.querySelector("[data-picked]");
    if (label) label.textContent = picked ? `${label.dataset.picked} (${picked})` : label.dataset.picked;
  };

  const prepare = (root) => {
    for (const box of root.querySelectorAll("[data-pick-all]")) box.hidden = false;
  };

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-pick-all]")) {
      for (const row of box.form.querySelectorAll("input[name=pick]")) row.checked = box.checked;
    }
    if (box.form && box.matches("[data-pick-all], input[name=pick]")) {
      for (const row of box.form.querySelectorAll("input[name=pick]")) {
        row.closest("tr").classList.toggle("on", row.checked);
      }
      count(box.form);
    }
  });

  document.addEventListener("htmx:load", (event) => prepare(event.target));
  prepare(document);
})();
