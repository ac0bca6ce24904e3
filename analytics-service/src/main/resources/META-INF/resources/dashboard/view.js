// Puts answers on the page. Text goes in as text, never as markup.

import { Bars } from "./chart.js";
import { ago, clock, count, day, duration, money, moneyMark, percent, tokens } from "./text.js";

const LANES = ["critical", "high", "normal", "low", "bulk"];
const byId = (id) => document.getElementById(id);

function el(name, css, text, ...children) {
  const node = document.createElement(name);
  if (css) node.className = css;
  if (text !== undefined && text !== null) node.textContent = text;
  node.append(...children);
  return node;
}

/** Coloured parts of a whole, as widths. */
function meter(node, parts, all) {
  const total = all ?? parts.reduce((sum, [, value]) => sum + value, 0);
  node.replaceChildren(...parts.filter(([, value]) => value > 0 && total > 0).map(([css, value]) => {
    const part = el("i", css);
    part.style.width = `${(100 * value) / total}%`;
    return part;
  }));
  return node;
}

function metric(name, text, raw, sub, parts) {
  const value = document.querySelector(`[data-metric="${name}"]`);
  value.textContent = text;
  value.dataset.value = raw;
  byId(`sub-${name}`).textContent = sub;
  meter(byId(`meter-${name}`), parts);
}

export function totals(o) {
  const hits = o.cacheHits + o.semanticHits;
  const used = o.inputTokens + o.outputTokens;
  metric("requests", count(o.requests), o.requests,
    o.requests ? `${o.errors ? `${percent(o.errors, o.requests)} failed` : "none failed"} · p95 ${duration(o.latencyP95Ms)}` : "none yet",
    [["c-accent", o.requests - o.errors], ["c-bad", o.errors]]);
  metric("hit-rate", percent(hits, o.requests), o.requests ? hits / o.requests : 0,
    `${count(o.cacheHits)} exact · ${count(o.semanticHits)} semantic`,
    [["c-exact", o.cacheHits], ["c-semantic", o.semanticHits], ["c-none", o.requests - hits]]);
  metric("tokens", tokens(used), used, `${tokens(o.inputTokens)} in · ${tokens(o.outputTokens)} out`,
    [["c-accent", o.inputTokens], ["c-miss", o.outputTokens]]);
  metric("cost", money(o.costNano), o.costNano,
    o.requests ? `${money(o.costNano / o.requests)} a request` : "nothing spent", [["c-cost", o.costNano], ["c-none", Math.max(0, o.savedNano)]]);
  const without = o.costNano + o.savedNano;
  metric("saved", money(o.savedNano), o.savedNano,
    o.savedNano > 0 ? `${percent(o.savedNano, without)} of ${money(without)}` : `${tokens(o.savedTokens)} tokens not sent`,
    [["c-saved", Math.max(0, o.savedNano)], ["c-none", o.costNano]]);
  metric("tasks", count(o.tasks), o.tasks, o.tasks ? (o.tasksFailed ? `${count(o.tasksFailed)} did not succeed` : "all succeeded") : "none yet",
    [["c-accent", o.tasks - o.tasksFailed], ["c-bad", o.tasksFailed]]);
}

let requestBars;
let moneyBars;

export function charts(o) {
  requestBars ??= new Bars(byId("chart-requests"), {
    series: [{ name: "model", css: "f-miss" }, { name: "exact hit", css: "f-exact" }, { name: "semantic hit", css: "f-semantic" }],
    format: count, mark: count, wholeOnly: true,
  });
  moneyBars ??= new Bars(byId("chart-money"), {
    series: [{ name: "cost", css: "f-cost" }, { name: "saved", css: "f-saved" }], format: money, mark: moneyMark, wholeOnly: false,
  });
  const width = o.series.length > 1 ? new Date(o.series[1].at) - new Date(o.series[0].at) : 0;
  const days = new Date(o.to) - new Date(o.from) > 2 * 86400000;
  const bucket = (b, values) => {
    const at = new Date(b.at);
    return { at: at.getTime(), values, long: `${day(at)}, ${clock(at, width)}`, short: days ? day(at) : clock(at, width) };
  };
  requestBars.show(
    o.series.map((b) => bucket(b, [Math.max(0, b.requests - b.cacheHits - b.semanticHits), b.cacheHits, b.semanticHits])),
    `${count(o.requests)} requests: ${count(o.cacheHits)} exact hits, ${count(o.semanticHits)} semantic hits.`);
  moneyBars.show(o.series.map((b) => bucket(b, [b.costNano, Math.max(0, b.savedNano)])),
    `Cost ${money(o.costNano)}, saved ${money(o.savedNano)}.`);
}

function rows(id, columns, list, none, row) {
  const cell = el("td", "none", none);
  cell.colSpan = columns;
  byId(id).replaceChildren(...(list.length ? list.map(row) : [el("tr", "", null, cell)]));
}

export function models(list) {
  const most = Math.max(1, ...list.map((m) => m.requests));
  rows("models", 6, list, "No model was asked in this period.", (m) => {
    const name = el("td", "name", m.model);
    name.title = m.model;
    const share = el("td", "share", null, meter(el("div", "meter"), [["c-accent", m.requests]], most));
    share.setAttribute("aria-hidden", "true");
    return el("tr", "", null, name, el("td", "n", count(m.requests)), share, el("td", "n", tokens(m.inputTokens)),
      el("td", "n", tokens(m.outputTokens)), el("td", "n", money(m.costNano)));
  });
}

export function requests(list, now) {
  rows("requests", 7, list, "Nothing was asked in this period.", (r) => {
    const when = el("td", "soft", ago(new Date(r.at), now));
    when.title = `${new Date(r.at).toLocaleString()} · ${r.id}`;
    const model = el("td", "name", r.model ?? "–");
    model.title = r.provider ? `answered by ${r.provider}` : "nobody was reached";
    const kind = { HIT: "hit", SEMANTIC: "semantic" }[r.cache] ?? "";
    const failed = r.status >= 400 || r.error;
    const status = el("td", failed ? "bad" : "soft", [r.status, r.error].filter(Boolean).join(" "));
    return el("tr", "", null, when, model, el("td", "", null, el("span", `chip ${kind}`, (r.cache ?? "none").toLowerCase())), status,
      el("td", "n", tokens(r.inputTokens + r.outputTokens)), el("td", "n", money(r.costNano)), el("td", "n", duration(r.ms)));
  });
}

export function lanes(list) {
  const known = new Map();
  for (const r of list) {
    const lane = known.get(r.lane) ?? { done: 0, failed: 0, wait: 0, most: 0 };
    lane[r.state === "succeeded" ? "done" : "failed"] += r.count;
    if (r.count > lane.most) Object.assign(lane, { most: r.count, wait: r.queuedP50Ms });
    known.set(r.lane, lane);
  }
  const names = [...LANES, ...[...known.keys()].filter((name) => !LANES.includes(name))];
  const most = Math.max(1, ...[...known.values()].map((l) => l.done + l.failed));
  byId("lanes").replaceChildren(...names.map((name) => {
    const lane = known.get(name) ?? { done: 0, failed: 0, wait: 0 };
    const all = lane.done + lane.failed;
    const facts = [count(all), lane.failed ? `${count(lane.failed)} not done` : "", all ? `waited ${duration(lane.wait)}` : ""].filter(Boolean);
    return el("li", "", null, el("div", "line", null, el("span", "", name), el("small", "", facts.join(" · "))),
      meter(el("div", "meter"), [["c-accent", lane.done], ["c-bad", lane.failed]], most));
  }));
}

/** The gateway's gathered states: a list, or a map from name to state. */
export function services(status) {
  const found = status?.services ?? [];
  const list = Array.isArray(found) ? found : Object.entries(found).map(([service, s]) => ({ service, ...(typeof s === "string" ? { state: s } : s) }));
  byId("services").replaceChildren(...(list.length ? list.map(service) : [el("li", "none", "The gateway does not tell how the services are.")]));
}

function service(s) {
  const state = String(s.state ?? s.status ?? "unknown").toLowerCase();
  const facts = Object.entries(s.details ?? {}).slice(0, 6).map(([key, value]) => `${key} ${value}`).join(" · ");
  const dot = el("span", `dot ${["up", "degraded", "down"].includes(state) ? state : ""}`);
  dot.setAttribute("aria-hidden", "true");
  return el("li", "", null, dot, el("div", "", null,
    el("div", "line", null, el("span", "", s.service ?? s.name ?? "?"), el("span", `state-${state}`, state)), el("small", "", facts)));
}
