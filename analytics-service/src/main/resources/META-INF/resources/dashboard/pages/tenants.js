// What all tenants spent: for administrators, on the management port.

import { card, h, meter, panel, table } from "../dom.js";
import { count, money, percent, tokens } from "../text.js";

export const title = "Tenants";
export const lead = "Who uses it, and what it costs.";
export const ranged = true;

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const rows = h("div", {});
  return {
    async refresh() {
      const told = await context.ask(`/admin/analytics/tenants${context.query(context.period())}`);
      const sum = (field) => told.rows.reduce((all, r) => all + r[field], 0);
      if (!root.childElementCount) root.replaceChildren(h("section", { "aria-label": "Totals" }, cards), panel("By tenant", {}, rows));
      cards.replaceChildren(
        card("Tenants", count(told.rows.length), "with calls in the period", { metric: "tenants" }),
        card("Calls", count(sum("requests")), `${tokens(sum("inputTokens"))} tokens in · ${tokens(sum("outputTokens"))} out`, { metric: "calls" }),
        card("Spent", money(sum("costNano")), "all of them", { metric: "spent" }),
        card("Saved", money(sum("savedNano")), percent(sum("savedNano"), sum("costNano") + sum("savedNano")), { css: "good", metric: "saved" }));
      const most = told.rows[0]?.costNano || 1;
      rows.replaceChildren(table("Tenants", [{ name: "Tenant", css: "name" }, { name: "Calls", n: true }, { name: "", css: "share" }, { name: "Share", n: true }, { name: "Tokens in", n: true }, { name: "Tokens out", n: true }, { name: "Saved", n: true }, { name: "Cost", n: true }],
        told.rows.map((r) => [r.name, count(r.requests), meter([["c-cost", r.costNano]], most), percent(r.costNano, sum("costNano")), tokens(r.inputTokens), tokens(r.outputTokens), money(r.savedNano), money(r.costNano)]),
        "No tenant called a model in this period."));
    },
  };
}
