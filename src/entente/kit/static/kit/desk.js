// What a page gains with scripts: "/" to search, ticking all rows, sending the form of a list by itself,
// fields that appear with an answer.
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

  // data-shown-if: "kind=one,several" (one of these), "!consent" (nothing given); a blank means "and".
  const given = (form, name) => [...form.elements]
    .filter((it) => it.name === name && !it.closest(".e-field[hidden]"))
    .filter((it) => it.type === "checkbox" || it.type === "radio" ? it.checked : it.value)
    .map((it) => it.value);
  const stands = (form, name) => [...form.elements].some((it) => it.name === name && !it.closest(".e-field[hidden]"));
  const holds = (form, condition) => {
    if (condition.startsWith("!")) {
      return stands(form, condition.slice(1)) && !given(form, condition.slice(1)).length;
    }
    const [name, values] = condition.split("=");
    return given(form, name).some((value) => values.split(",").includes(value));
  };
  // In the order of the page, so that what hangs on a hidden field is hidden with it.
  const showAsked = (form) => {
    for (const element of form.querySelectorAll("[data-shown-if]")) {
      const conditions = element.dataset.shownIf.split(" ");
      element.closest(".e-field").hidden = !conditions.every((it) => holds(form, it));
    }
    for (const group of form.querySelectorAll("fieldset.e-block")) {
      const fields = [...group.querySelectorAll(".e-field")];
      if (group.querySelector("[data-shown-if]")) group.hidden = fields.every((it) => it.hidden);
    }
  };
  document.addEventListener("input", (event) => {
    if (event.target.form?.querySelector("[data-shown-if]")) showAsked(event.target.form);
  });

  const prepare = (root) => {
    for (const form of root.querySelectorAll("form")) showAsked(form);
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
