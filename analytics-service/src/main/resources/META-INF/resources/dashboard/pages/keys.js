// What this key, its project and tenant may use, what is used of it, and what the month will cost.

import { card, chip, h, panel, progress, state, table } from "../dom.js";
import { count, duration, money, percent, tokens } from "../text.js";

export const title = "Keys and budgets";
export const lead = "What may be used, what is used, and what the month will come to.";
export const ranged = true;

const WINDOWS = { day: "a calendar day", month: "a calendar month", now: "at a time" };
const NANO = 1e9;

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const limits = h("div", {});
  const keys = h("div", {});
  const month = h("div", {});

  function show(standing, budget, costs) {
    const rows = standing?.limits ?? [];
    const limit = monthly(rows);
    cards.replaceChildren(
      card("This month", money(budget.spentNano), limit ? `${percent(budget.spentNano, limit)} of ${money(limit)}` : "no monthly budget is set", { metric: "month" }),
      card("Forecast", money(budget.forecastNano), `${money(budget.lowNano)} to ${money(budget.highNano)}, four times of five`, { metric: "forecast", css: limit && budget.forecastNano > limit ? "bad" : "" }),
      card("Budget reached", budget.exhaustedAt ? new Date(budget.exhaustedAt).toLocaleDateString(undefined, { day: "numeric", month: "short" }) : "not this month", limit ? "at the rate of the last seven days" : "set one with PUT /admin/tenants/{tenant}", { metric: "reached" }),
      card("Keys in use", count(costs.rows.length), "in the period above", { metric: "keys" }));
    month.replaceChildren(course(budget, limit));
    limits.replaceChildren(rows.length ? h("ul", { class: "lines" }, rows.map(one)) : state("empty", "Nothing is limited", "This key, its project and its tenant have no limits and no budget. The admin API on the management port sets them."));
    keys.replaceChildren(table("Keys", [{ name: "Key", css: "name" }, { name: "Calls", n: true }, { name: "Tokens in", n: true }, { name: "Tokens out", n: true }, { name: "Saved", n: true }, { name: "Cost", n: true }, { name: "", what: "Actions" }],
      costs.rows.map((r) => [h("span", { class: "mono" }, r.name), count(r.requests), tokens(r.inputTokens), tokens(r.outputTokens), money(r.savedNano), money(r.costNano),
        h("a", { class: "go", href: context.href("costs", { by: "model", key: r.name }), "aria-label": `Look into key ${r.name}` }, "Look into it")]), "No key was used in this period."));
  }

  return {
    async refresh() {
      const standing = await context.maybe("/system/limits");
      const [budget, costs] = await Promise.all([
        context.ask(`/analytics/budget${context.query({ limit: monthly(standing?.limits ?? []) || null })}`), context.ask(`/analytics/costs${context.query({ ...context.period(), by: "key" })}`),
      ]);
      if (!root.childElementCount) {
        root.replaceChildren(h("section", { "aria-label": "Totals" }, cards),
          h("div", { class: "wide-narrow" }, h("div", { class: "stack" }, panel("Limits and budgets", { lead: "Of this key, its project, its tenant and its models" }, limits), panel("Keys", { lead: "By public id; secrets are shown once, when a key is made" }, keys)),
            h("div", { class: "stack" }, panel("The month", {}, month), panel("Change them", {}, how()))));
      }
      show(standing, budget, costs);
    },
  };
}

/** The tightest monthly budget, nano-USD; 0 without one. */
function monthly(rows) {
  const all = rows.filter((r) => r.unit === "usd" && r.window === "month").map((r) => Math.round(Number(r.limit) * NANO));
  return all.length ? Math.min(...all) : 0;
}

function amount(r, value) {
  return r.unit === "usd" ? money(Math.round(Number(value) * NANO)) : r.unit === "tokens" ? tokens(Number(value)) : count(Number(value));
}

function one(r) {
  const used = Number(r.used) + Number(r.reserved);
  const part = Number(r.limit) ? (100 * used) / Number(r.limit) : 100;
  const tone = part >= 90 ? "c-bad" : part >= 75 ? "c-cost" : "c-accent";
  const name = `${r.level} ${r.id}`;
  const what = `${r.what === "concurrent" ? "calls" : r.what}, ${WINDOWS[r.window] ?? `in ${duration(parseInt(r.window, 10) * 1000)}`}`;
  return h("li", {},
    h("div", { class: "line" }, h("span", {}, chip(r.level), " ", h("b", {}, r.id), " ", h("small", {}, what)), h("span", {}, `${amount(r, used)} of ${amount(r, r.limit)}`)),
    progress(Math.min(100, part), `${name}, ${what}`, tone),
    h("small", {}, [`${amount(r, r.remaining)} left`, Number(r.reserved) ? `${amount(r, r.reserved)} reserved for calls under way` : "", r.resetSeconds ? `back in ${duration(r.resetSeconds * 1000)}` : ""].filter(Boolean).join(" · ")));
}

/** Spent so far and the range the month may end in, as one bar. */
function course(budget, limit) {
  const end = Math.max(budget.highNano, limit, 1);
  const at = (value) => `${(100 * value) / end}%`;
  const range = h("i", { class: "range-part" });
  range.style.left = at(budget.lowNano);
  range.style.width = at(Math.max(0, budget.highNano - budget.lowNano));
  const spent = h("i", { class: "c-accent spent" });
  spent.style.width = at(budget.spentNano);
  const mark = h("i", { class: "forecast" });
  mark.style.left = at(budget.forecastNano);
  const line = limit ? h("i", { class: "limit" }) : null;
  if (line) line.style.left = at(limit);
  const passed = (Date.parse(budget.at) - Date.parse(budget.from)) / (Date.parse(budget.to) - Date.parse(budget.from));
  return h("div", {}, h("div", { class: "course", role: "img", "aria-label": `Spent ${money(budget.spentNano)}; the month will come to ${money(budget.forecastNano)}, between ${money(budget.lowNano)} and ${money(budget.highNano)}.` }, range, spent, mark, line),
    h("dl", { class: "facts" }, h("dt", {}, "Spent"), h("dd", {}, money(budget.spentNano)), h("dt", {}, "Forecast"), h("dd", {}, money(budget.forecastNano)), h("dt", {}, "Range"), h("dd", {}, `${money(budget.lowNano)} to ${money(budget.highNano)}`),
      limit ? [h("dt", {}, "Budget"), h("dd", {}, money(limit))] : [], h("dt", {}, "Month passed"), h("dd", {}, percent(passed, 1))));
}

function how() {
  const text = `curl -X PATCH localhost:9000/admin/keys/$ID \\\n  -H "Authorization: Bearer $SLUICE_ADMIN_KEY" \\\n  -d '{"budget": {"monthUsd": "200"}}'`;
  return h("div", {}, h("p", { class: "lead" }, "Keys are made, changed and revoked by the admin API, on the management port alone:"), h("pre", { class: "code", tabindex: "0" }, h("code", {}, text)));
}
