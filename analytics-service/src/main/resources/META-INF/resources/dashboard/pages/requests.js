// Single calls: which there were, and why one went as it did.

import { chip, h, panel, state, table } from "../dom.js";
import { ago, count, duration, money, tokens } from "../text.js";
import { cacheChip, statusOf } from "./overview.js";

export const title = "Requests";
export const lead = "Pick one to see what was decided about it, and why.";
export const ranged = true;

const LIMIT = 50;
const OUTCOMES = [["", "Any outcome"], ["HIT", "Exact hit"], ["SEMANTIC", "Semantic hit"], ["JOINED", "Joined"], ["MISS", "Miss"], ["BYPASS", "Not asked"]];

export function open(root, context) {
  const list = h("div", {});
  const why = h("div", {});
  const more = h("div", { class: "chips" });
  const filters = form(context);
  let columns = null;

  async function explain(id) {
    if (!id) {
      why.replaceChildren(panel("Why?", {}, state("empty", "No request picked", "Pick one on the left, or paste an x-request-id above.")));
      return;
    }
    const told = await context.ask(`/analytics/requests/${encodeURIComponent(id)}`).catch((fault) => {
      if (fault.status === 404) return { missing: fault.message };
      throw fault;
    });
    if (told.missing) {
      why.replaceChildren(panel("Why?", {}, state("empty", "Not known", told.missing)));
      return;
    }
    const r = told.request;
    why.replaceChildren(panel("Why?", { lead: new Date(r.at).toLocaleString() },
      h("ol", { class: "steps" }, told.steps.map((s) => h("li", { class: s.good ? "" : "no" }, h("b", {}, s.step), ": ", s.decision, h("p", {}, s.why)))),
      h("dl", { class: "facts" }, fact("Request", h("span", { class: "mono" }, r.id)), fact("Key", r.key), fact("Project", r.project), fact("Route", r.route),
        fact("Model", r.asked === r.model ? r.model : `${r.asked} → ${r.model}`), fact("Provider", r.provider), fact("Tokens", `${count(r.inputTokens)} in, ${count(r.outputTokens)} out`),
        fact("First content", duration(r.firstTokenMs)), fact("Sluice's own time", duration(r.overheadMs)))));
  }

  return {
    async refresh() {
      const p = context.parameters;
      const asked = { ...context.period(), limit: LIMIT, model: p.get("model"), key: p.get("key"), cache: p.get("cache"), failed: p.get("failed"), to: p.get("to") };
      const [told] = await Promise.all([context.ask(`/analytics/requests${context.query(asked)}`), explain(p.get("id"))]);
      if (!columns) {
        columns = h("div", { class: "wide-narrow" }, panel("Requests", {}, filters, list, more), why);
        root.replaceChildren(columns);
      }
      filters.fill(p);
      const now = new Date();
      list.replaceChildren(table("Requests", [{ name: "When" }, { name: "Model", css: "name" }, { name: "Cache" }, { name: "Status" }, { name: "Tokens", n: true }, { name: "Cost", n: true }, { name: "Time", n: true }],
        told.requests.map((r) => row(r, now, context)), "No request fits. Try a longer period, or fewer filters."));
      const last = told.requests.at(-1);
      more.replaceChildren(...[
        p.get("to") ? h("a", { href: link(context, { to: null }) }, "Back to the newest") : null,
        told.requests.length === LIMIT ? h("a", { href: link(context, { to: last.at }) }, "Older ones") : null,
      ].filter(Boolean));
    },
    move() {},
  };
}

function fact(name, value) {
  return value ? [h("dt", {}, name), h("dd", {}, value)] : [];
}

function link(context, changes) {
  return context.href("requests", { ...Object.fromEntries(context.parameters), ...changes });
}

function row(r, now, context) {
  const chosen = context.parameters.get("id") === r.id;
  const target = link(context, { id: r.id });
  const node = h("tr", { class: "pick", "aria-selected": chosen ? "true" : null },
    h("td", {}, h("a", { href: target, title: new Date(r.at).toLocaleString(), "aria-current": chosen ? "true" : null }, ago(new Date(r.at), now))),
    h("td", { class: "name", title: r.model }, r.model ?? "–", r.kind === "completion" ? null : [" ", chip(r.kind)]), h("td", {}, cacheChip(r.cache)), h("td", {}, statusOf(r)),
    h("td", { class: "n" }, tokens(r.inputTokens + r.outputTokens)), h("td", { class: "n" }, money(r.costNano)), h("td", { class: "n" }, duration(r.ms)));
  node.addEventListener("click", (event) => event.target.closest("a") ?? (location.hash = target));
  return node;
}

function form(context) {
  const id = h("input", { type: "search", name: "id", placeholder: "x-request-id", autocomplete: "off", spellcheck: "false" });
  const model = h("input", { type: "search", name: "model", placeholder: "any", autocomplete: "off", spellcheck: "false" });
  const cache = h("select", { name: "cache" }, OUTCOMES.map(([value, text]) => h("option", { value }, text)));
  const failed = h("input", { type: "checkbox", name: "failed", value: "true" });
  const node = h("form", { class: "fields", "aria-label": "Which requests" },
    h("label", { class: "field grow" }, "Request", id), h("label", { class: "field grow" }, "Model", model), h("label", { class: "field" }, "Cache", cache),
    h("label", { class: "check" }, failed, "Failed only"), h("button", { class: "quiet", type: "submit" }, "Show"));
  const go = () => context.go("requests", { id: id.value.trim(), model: model.value.trim(), cache: cache.value, failed: failed.checked ? "true" : "", key: context.parameters.get("key") });
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  cache.addEventListener("change", go);
  failed.addEventListener("change", go);
  node.fill = (p) => {
    if (node.contains(document.activeElement) && document.activeElement.nodeName === "INPUT") return;
    id.value = p.get("id") ?? "";
    model.value = p.get("model") ?? "";
    cache.value = p.get("cache") ?? "";
    failed.checked = p.get("failed") === "true";
  };
  return node;
}
