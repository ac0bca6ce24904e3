// What happens now: totals, requests and money over time, models, the last calls, lanes, services. Told by /analytics/live.

import { card, chip, h, meter, panel, state, table } from "../dom.js";
import { Chart } from "../plot.js";
import { ago, count, duration, money, moneyMark, percent, tokens } from "../text.js";

export const title = "Overview";
export const lead = "What your calls cost, and what they did not.";
export const ranged = true;

const LANES = ["critical", "high", "normal", "low", "bulk"];
const STALE = 12000;

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const empty = h("div", {});
  const requestHost = h("div", {});
  const moneyHost = h("div", {});
  const charts = h("div", { class: "two" }, panel("Requests by outcome of the cache", {}, requestHost), panel("Cost and saved", {}, moneyHost));
  const models = h("div", {});
  const last = h("div", {});
  const lanes = h("ul", { class: "lines" });
  const services = h("ul", { class: "lines" });
  const odd = h("div", {});
  const rest = h("div", { class: "wide-narrow" },
    h("div", { class: "stack" }, panel("By model", {}, models),
      panel("Last requests", { side: h("a", { href: context.href("requests") }, "All requests") }, last)),
    h("div", { class: "stack" }, odd, panel("Tasks by lane", {}, lanes), panel("Services", {}, services)));
  const requestChart = new Chart(requestHost, {
    series: [{ name: "model", colour: "miss" }, { name: "exact hit", colour: "exact" }, { name: "semantic hit", colour: "semantic" }], format: count, whole: true,
  });
  const moneyChart = new Chart(moneyHost, { series: [{ name: "cost", colour: "cost" }, { name: "saved", colour: "saved" }], format: money, mark: moneyMark });
  let stop = new AbortController();
  let heard = 0;
  let left = false;

  function show(overview) {
    const nothing = overview.requests === 0 && overview.tasks === 0;
    empty.hidden = !nothing;
    empty.replaceChildren(...(nothing ? [first()] : []));
    charts.hidden = nothing;
    rest.hidden = nothing;
    cards.replaceChildren(...totals(overview));
    const width = overview.series.length > 1 ? (new Date(overview.series[1].at) - new Date(overview.series[0].at)) / 1000 : 60;
    requestChart.show(overview.series.map((b) => ({ at: Date.parse(b.at), values: [Math.max(0, b.requests - b.cacheHits - b.semanticHits), b.cacheHits, b.semanticHits] })), width,
      `${count(overview.requests)} requests: ${count(overview.cacheHits)} exact hits, ${count(overview.semanticHits)} semantic hits.`);
    moneyChart.show(overview.series.map((b) => ({ at: Date.parse(b.at), values: [b.costNano, Math.max(0, b.savedNano)] })), width,
      `Cost ${money(overview.costNano)}, saved ${money(overview.savedNano)}.`);
    models.replaceChildren(byModel(overview.models, context));
  }

  function showCalls(told) {
    last.replaceChildren(lastCalls(told?.requests ?? [], context));
  }

  /** Follows the numbers as they are told; ends by itself, and is begun anew by the next refresh. */
  async function follow() {
    stop.abort();
    stop = new AbortController();
    const mine = stop;
    try {
      const response = await context.call(`/analytics/live?window=${context.seconds() / 60}m`, { headers: { Accept: "text/event-stream" }, signal: mine.signal });
      for await (const { event, data } of context.events(response)) {
        if (!context.isLive() || mine.signal.aborted) break;
        if (event === "now") {
          const told = JSON.parse(data);
          heard = Date.now();
          show(told.overview);
          showCalls(told.requests);
          context.recovered();
        }
        if (event === "full" || event === "again") break;
      }
    } catch {
      // The refresh that comes next tells what is wrong.
    }
    mine.abort();
  }

  async function totalsNow(period) {
    const overview = await context.ask(`/analytics/overview${context.query(period)}`);
    if (!root.childElementCount) root.replaceChildren(h("section", { "aria-label": "Totals" }, cards), empty, charts, rest);
    show(overview);
  }

  return {
    async refresh() {
      const period = context.period();
      const told = Date.now() - heard < STALE;
      // Totals and charts come first, and what stands beside them does not compete with them.
      if (!told) await totalsNow(period);
      await Promise.all([
        told ? null : context.maybe(`/analytics/requests${context.query({ ...period, limit: 12 })}`).then(showCalls),
        context.maybe(`/analytics/tasks${context.query(period)}`).then((tasks) => fillLanes(lanes, tasks?.rows ?? [])),
        context.maybe("/system/status").then((status) => fillServices(services, status)),
        context.maybe(`/analytics/anomalies${context.query(period)}`).then((found) => odd.replaceChildren(...oddHours(found?.rows ?? []))),
      ]);
      if (!told && !left && context.isLive()) follow();
    },
    /** Ends the stream, until the next refresh. */
    rest() {
      heard = 0;
      stop.abort();
    },
    close() {
      left = true;
      stop.abort();
      requestChart.close();
      moneyChart.close();
    },
  };
}

function totals(o) {
  const hits = o.cacheHits + o.semanticHits;
  const used = o.inputTokens + o.outputTokens;
  const without = o.costNano + o.savedNano;
  return [
    card("Requests", count(o.requests), o.requests ? `${o.errors ? `${percent(o.errors, o.requests)} failed` : "none failed"} · p95 ${duration(o.latencyP95Ms)}` : "none yet",
      { metric: "requests", raw: o.requests, parts: [["c-accent", o.requests - o.errors], ["c-bad", o.errors]] }),
    card("Hit rate", percent(hits, o.requests), `${count(o.cacheHits)} exact · ${count(o.semanticHits)} semantic`,
      { metric: "hit-rate", raw: o.requests ? hits / o.requests : 0, parts: [["c-exact", o.cacheHits], ["c-semantic", o.semanticHits], ["c-none", o.requests - hits]] }),
    card("Tokens", tokens(used), `${tokens(o.inputTokens)} in · ${tokens(o.outputTokens)} out`,
      { metric: "tokens", raw: used, parts: [["c-accent", o.inputTokens], ["c-miss", o.outputTokens]] }),
    card("Cost", money(o.costNano), o.requests ? `${money(o.costNano / o.requests)} a request` : "nothing spent",
      { metric: "cost", raw: o.costNano, parts: [["c-cost", o.costNano], ["c-none", Math.max(0, o.savedNano)]] }),
    card("Saved", money(o.savedNano), o.savedNano > 0 ? `${percent(o.savedNano, without)} of ${money(without)}` : `${tokens(o.savedTokens)} tokens not sent`,
      { metric: "saved", raw: o.savedNano, css: "good", parts: [["c-saved", Math.max(0, o.savedNano)], ["c-none", o.costNano]] }),
    card("Tasks", count(o.tasks), o.tasks ? (o.tasksFailed ? `${count(o.tasksFailed)} did not succeed` : "all succeeded") : "none yet",
      { metric: "tasks", raw: o.tasks, parts: [["c-accent", o.tasks - o.tasksFailed], ["c-bad", o.tasksFailed]] }),
  ];
}

function first() {
  const curl = `curl ${location.origin}/v1/chat/completions \\\n  -H "Authorization: Bearer $OPENAI_API_KEY" -H "Content-Type: application/json" \\\n` +
    `  -d '{"model":"local","messages":[{"role":"user","content":"A sluice gate controls the flow of water. What does a sluice gate do?"}]}'`;
  return h("section", { class: "panel" }, state("empty", "No requests yet",
    "Nothing happened in this period. Try this, or the playground; the page follows within a second or two. Run it twice and the second one comes from the cache.",
    h("pre", { class: "code", tabindex: "0" }, h("code", {}, curl))));
}

function byModel(list, context) {
  const most = Math.max(1, ...list.map((m) => m.requests));
  return table("By model", [{ name: "Model", css: "name" }, { name: "Requests", n: true }, { name: "", css: "share" }, { name: "Tokens in", n: true }, { name: "Tokens out", n: true }, { name: "Cost", n: true }],
    list.slice(0, 10).map((m) => [h("a", { href: context.href("costs", { by: "key", model: m.model }) }, m.model), count(m.requests), meter([["c-accent", m.requests]], most), tokens(m.inputTokens), tokens(m.outputTokens), money(m.costNano)]),
    "No model was asked in this period.");
}

export function cacheChip(outcome) {
  const kind = { HIT: "hit", SEMANTIC: "semantic", JOINED: "joined" }[outcome] ?? "";
  return chip((outcome ?? "none").toLowerCase(), kind);
}

export function statusOf(r) {
  const failed = r.status >= 400 || r.error;
  return h("span", { class: failed ? "bad cut" : "soft", title: r.error }, [r.status, r.error?.replaceAll("_", " ")].filter(Boolean).join(" "));
}

function lastCalls(list, context) {
  const now = new Date();
  return table("Last requests", [{ name: "When" }, { name: "Model", css: "name" }, { name: "Cache" }, { name: "Status" }, { name: "Tokens", n: true }, { name: "Cost", n: true }, { name: "Time", n: true }],
    list.map((r) => [h("a", { href: context.href("requests", { id: r.id }), title: new Date(r.at).toLocaleString() }, ago(new Date(r.at), now)), r.model ?? "–", cacheChip(r.cache), statusOf(r),
      tokens(r.inputTokens + r.outputTokens), money(r.costNano), duration(r.ms)]),
    "Nothing was asked in this period.");
}

function fillLanes(host, rows) {
  const known = new Map();
  for (const r of rows) {
    const lane = known.get(r.lane) ?? { done: 0, failed: 0, wait: 0, most: 0 };
    lane[r.state === "succeeded" ? "done" : "failed"] += r.count;
    if (r.count > lane.most) Object.assign(lane, { most: r.count, wait: r.queuedP50Ms });
    known.set(r.lane, lane);
  }
  const names = [...LANES, ...[...known.keys()].filter((name) => !LANES.includes(name))];
  const most = Math.max(1, ...[...known.values()].map((l) => l.done + l.failed));
  host.replaceChildren(...names.map((name) => {
    const lane = known.get(name) ?? { done: 0, failed: 0, wait: 0 };
    const all = lane.done + lane.failed;
    const facts = [count(all), lane.failed ? `${count(lane.failed)} not done` : "", all ? `waited ${duration(lane.wait)}` : ""].filter(Boolean);
    return h("li", {}, h("div", { class: "line" }, h("span", {}, name), h("small", {}, facts.join(" · "))), meter([["c-accent", lane.done], ["c-bad", lane.failed]], most));
  }));
}

/** The gateway's gathered states: a list, or a map from name to state. */
function fillServices(host, status) {
  const found = status?.services ?? [];
  const list = Array.isArray(found) ? found : Object.entries(found).map(([service, s]) => ({ service, ...(typeof s === "string" ? { state: s } : s) }));
  host.replaceChildren(...(list.length ? list : [{ service: "The gateway does not tell how the services are.", state: "unknown" }]).map((s) => {
    const kind = String(s.state ?? s.status ?? "unknown").toLowerCase();
    const facts = Object.entries(s.details ?? {}).slice(0, 4).map(([key, value]) => `${key} ${value}`).join(" · ");
    return h("li", { title: facts || null }, h("div", { class: "line" },
      h("span", { class: "service" }, h("i", { class: `dot ${kind}`, "aria-hidden": "true" }), s.service ?? s.name ?? "?"), h("small", { class: `state-${kind}` }, kind)));
  }));
}

const MEASURES = { requests: [count, "requests"], errors: [count, "errors"], cost_nano: [money, "spent"], tokens: [tokens, "tokens"] };

function oddHours(rows) {
  if (!rows.length) return [];
  const items = rows.slice(0, 4).map((r) => {
    const [format, word] = MEASURES[r.measure] ?? [count, r.measure];
    return h("li", {}, h("div", { class: "line" }, h("span", {}, `${format(r.value)} ${word}`), h("small", {}, ago(new Date(r.at), new Date()))),
      h("small", {}, `usually ${format(r.usual)} an hour`));
  });
  return [panel("Unusual hours", { lead: "Not like the seven days before" }, h("ul", { class: "lines" }, items))];
}
