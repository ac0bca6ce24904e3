// Where the money goes: over time and by one dimension, of all calls or of those that were picked. Each row leads on.

import { card, choices, h, meter, panel, table } from "../dom.js";
import { Chart, PALETTE } from "../plot.js";
import { count, money, moneyMark, percent, tokens } from "../text.js";

export const title = "Costs";
export const lead = "Pick a row to look into it.";
export const ranged = true;

const DIMENSIONS = [["model", "Model"], ["project", "Project"], ["key", "Key"], ["route", "Route"], ["provider", "Provider"], ["cache", "Cache"], ["template", "Template"]];
const CAUSES = {
  cache_exact: ["Exact hits", "c-exact"], cache_semantic: ["Semantic hits", "c-semantic"], cache_joined: ["Joined calls", "c-joined"],
  optimizer: ["Shorter prompts", "c-saved"], routing: ["Cheaper models", "c-accent"],
};

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const picked = h("div", { class: "chips" });
  const host = h("div", {});
  const rows = h("div", {});
  const savings = h("ul", { class: "lines" });
  const chart = new Chart(host, { series: [{ name: "cost", colour: "cost" }], format: money, mark: moneyMark, height: 250 });
  let tabs = null;

  const by = () => (DIMENSIONS.some(([name]) => name === context.parameters.get("by")) ? context.parameters.get("by") : "model");
  const only = () => Object.fromEntries(DIMENSIONS.map(([name]) => [name, context.parameters.get(name)]).filter(([, value]) => value));
  const free = (picks) => DIMENSIONS.find(([name]) => !(name in picks))?.[0] ?? "model";

  function drill(name) {
    const picks = { ...only(), [by()]: name };
    return context.href("costs", { ...picks, by: free(picks) });
  }

  function show(costs, curve, saved) {
    const spent = costs.rows.reduce((sum, r) => sum + r.costNano, 0);
    const kept = costs.rows.reduce((sum, r) => sum + r.savedNano, 0);
    const calls = costs.rows.reduce((sum, r) => sum + r.requests, 0);
    cards.replaceChildren(
      card("Spent", money(spent), `${count(calls)} calls`, { metric: "spent", raw: spent }),
      card("Without Sluice", money(spent + kept), "the same calls at list price", { metric: "without" }),
      card("Saved", money(kept), percent(kept, spent + kept), { css: "good", metric: "saved", parts: [["c-saved", kept], ["c-none", spent]] }),
      card("A thousand calls", calls ? money((1000 * spent) / calls) : "–", "at this mix", { metric: "per-thousand" }));
    const picks = only();
    picked.replaceChildren(...Object.entries(picks).map(([name, value]) => {
      const others = { ...picks };
      delete others[name];
      return h("a", { class: "chip run", href: context.href("costs", { ...others, by: name }), "aria-label": `Leave out the filter ${name} ${value}` }, `${name}: ${value}  ✕`);
    }));
    picked.hidden = !Object.keys(picks).length;
    const top = costs.rows.slice(0, 6).map((r) => r.name);
    const series = top.map((name, i) => ({ name, colour: PALETTE[i] }));
    if (costs.rows.length > 6) series.push({ name: `${costs.rows.length - 6} others`, colour: PALETTE[6] });
    chart.show(stack(curve, top, series.length), curve.bucketSeconds, `Cost by ${by()} over time, ${money(spent)} in all.`, series.length ? series : [{ name: "cost", colour: "cost" }]);
    rows.replaceChildren(table(`Costs by ${by()}`, [{ name: label(by()), css: "name" }, { name: "Calls", n: true }, { name: "", css: "share" }, { name: "Share", n: true }, { name: "Tokens in", n: true }, { name: "Tokens out", n: true }, { name: "Saved", n: true }, { name: "Cost", n: true }],
      costs.rows.map((r) => [h("a", { href: drill(r.name), title: `Look into ${r.name}` }, r.name), count(r.requests), meter([["c-cost", r.costNano]], costs.rows[0].costNano || 1), percent(r.costNano, spent), tokens(r.inputTokens), tokens(r.outputTokens), money(r.savedNano), money(r.costNano)]),
      "Nothing was spent in this period."));
    const most = Math.max(1, ...(saved?.rows ?? []).map((r) => r.savedNano));
    savings.replaceChildren(...(saved?.rows ?? []).map((r) => {
      const [name, css] = CAUSES[r.cause] ?? [r.cause, "c-accent"];
      return h("li", {}, h("div", { class: "line" }, h("span", {}, name), h("b", {}, money(r.savedNano))), meter([[css, r.savedNano]], most),
        h("small", {}, `${count(r.calls)} calls cost ${money(r.costNano)} instead of ${money(r.counterfactualNano)}`));
    }));
    if (!savings.childElementCount) savings.replaceChildren(h("li", { class: "soft" }, "Nothing was saved in this period yet."));
  }

  return {
    async refresh() {
      const asked = context.query({ ...context.period(), by: by(), ...only() });
      const [costs, curve, saved] = await Promise.all([
        context.ask(`/analytics/costs${asked}`), context.ask(`/analytics/costs/series${asked}`), context.maybe(`/analytics/savings${context.query(context.period())}`),
      ]);
      if (tabs !== by() || !root.childElementCount) {
        tabs = by();
        const tools = choices("Told apart by", DIMENSIONS, tabs, (name) => context.go("costs", { ...only(), by: name }));
        root.replaceChildren(h("section", { "aria-label": "Totals" }, cards), picked,
          panel(`Cost over time, by ${label(tabs).toLowerCase()}`, { side: tools }, host),
          h("div", { class: "wide-narrow" }, panel(`By ${label(tabs).toLowerCase()}`, {}, rows), panel("What was saved, and by what", { lead: "All calls of the period" }, savings)));
      }
      show(costs, curve, saved);
    },
    move() {},
    close: () => chart.close(),
  };
}

function label(by) {
  return DIMENSIONS.find(([name]) => name === by)[1];
}

/** Buckets without a gap, one value for each series; what is not among the first belongs to the last. */
function stack(curve, top, size) {
  const width = curve.bucketSeconds * 1000;
  const from = Math.floor(Date.parse(curve.from) / width) * width;
  const buckets = [];
  for (let at = from; at < Date.parse(curve.to); at += width) buckets.push({ at, values: new Array(Math.max(1, size)).fill(0) });
  for (const point of curve.points) {
    const bucket = buckets[Math.round((Date.parse(point.at) - from) / width)];
    const place = top.indexOf(point.name);
    if (bucket) bucket.values[place < 0 ? bucket.values.length - 1 : place] += point.costNano;
  }
  return buckets;
}
