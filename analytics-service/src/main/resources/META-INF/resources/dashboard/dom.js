// Builds nodes. Text goes in as text, never as markup.

const SVG = new Set(["svg", "path", "rect", "line", "circle", "text", "use", "g"]);

/** h("button", { class: "quiet", onclick: f }, "Text", node, null). Attributes that are null, undefined or false are left out. */
export function h(name, attributes = {}, ...children) {
  const node = SVG.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.setAttribute("class", value);
    else if (key === "width" && name === "i") node.style.width = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Coloured parts of a whole, as widths: [[css, value], ...]. */
export function meter(parts, all, css = "meter") {
  const total = all ?? parts.reduce((sum, [, value]) => sum + Math.max(0, value), 0);
  return h("div", { class: css, "aria-hidden": "true" },
    parts.filter(([, value]) => value > 0 && total > 0).map(([kind, value]) => h("i", { class: kind, width: `${Math.min(100, (100 * value) / total)}%` })));
}

/** A progress bar that is read out: 0 to 100. */
export function progress(percent, label, tone = "c-accent") {
  return h("div", { class: "meter tall", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.round(percent), "aria-label": label },
    h("i", { class: tone, width: `${Math.max(0, Math.min(100, percent))}%` }));
}

let number = 0;

/** A titled panel. */
export function panel(title, { lead, css = "", side } = {}, ...children) {
  const id = `t${++number}`;
  return h("section", { class: `panel ${css}`, "aria-labelledby": id },
    h("div", { class: "panel-head" }, h("div", {}, h("h2", { id }, title), lead ? h("p", { class: "lead" }, lead) : null), side ?? null),
    ...children);
}

/** columns: [{ name, n: true for numbers, css, what: a name that is read out only }]; rows: arrays of texts or nodes. */
export function table(label, columns, rows, none = "Nothing in this period.") {
  const head = columns.map((c) => h("th", { scope: "col", class: [c.n ? "n" : "", c.css ?? ""].join(" ").trim() || null }, c.name || h("span", { class: "unseen" }, c.what ?? "Share")));
  const body = rows.length
    ? rows.map((row) => (row instanceof Node ? row : h("tr", {}, row.map((cell, i) => cellOf(cell, columns[i])))))
    : [h("tr", {}, h("td", { class: "none", colspan: columns.length }, none))];
  return h("div", { class: "scroll", role: "region", "aria-label": `${label}, table`, tabindex: "0" },
    h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
}

export function cellOf(cell, column) {
  return cell instanceof Node && cell.nodeName === "TD" ? cell : h("td", { class: [column.n ? "n" : "", column.css ?? ""].join(" ").trim() || null }, cell ?? "–");
}

/** A number with its name, and what it is made of. */
export function card(name, value, sub, { parts, css = "", metric, raw } = {}) {
  return h("article", { class: `card ${css}` }, h("h2", {}, name),
    h("p", { class: "value", "data-metric": metric, "data-value": raw }, value),
    h("p", { class: "sub", title: sub }, sub || " "), parts ? meter(parts) : null);
}

export function chip(text, css = "") {
  return h("span", { class: `chip ${css}` }, text);
}

/** What stands where nothing can be shown: empty, error, loading. */
export function state(kind, title, text, ...more) {
  return h("div", { class: `state ${kind}`, role: kind === "error" ? "alert" : null },
    kind === "loading" ? h("span", { class: "spinner", "aria-hidden": "true" }) : null, h("h2", {}, title), h("p", {}, text), ...more);
}

/** One of several, as a row of buttons. */
export function choices(label, options, current, choose) {
  const group = h("div", { class: "range", role: "group", "aria-label": label });
  group.append(...options.map(([value, text]) => h("button", {
    type: "button", "aria-pressed": String(value === current),
    onclick: (event) => {
      for (const one of group.children) one.setAttribute("aria-pressed", String(one === event.currentTarget));
      choose(value);
    },
  }, text)));
  return group;
}
