// What the cache holds, how near questions come to each other, and how right it is about questions in other words.

import { card, chip, h, panel, table } from "../dom.js";
import { Chart, histogram } from "../plot.js";
import { ago, bytes, count, money, percent } from "../text.js";

export const title = "Cache";
export const lead = "What is kept, what it saves, and how often it is right.";
export const ranged = true;

const SHOWN = 50;

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const curveHost = h("div", {});
  const near = h("div", {});
  const routes = h("div", {});
  const entries = h("div", {});
  const told = h("div", { role: "status" });
  const chart = new Chart(curveHost, {
    series: [{ name: "miss", colour: "miss" }, { name: "exact hit", colour: "exact" }, { name: "semantic hit", colour: "semantic" }, { name: "joined", colour: "joined" }], format: count, whole: true,
  });

  function show(stats, keys, curve) {
    const q = stats.quality;
    cards.replaceChildren(
      card("Entries", count(stats.entries), `${bytes(stats.bytes)} · ${stats.store} store`, { metric: "entries", raw: stats.entries }),
      card("Hit rate", percent(stats.lookups - stats.misses, stats.lookups), `${count(stats.lookups)} look-ups of the cache-service`, { metric: "hit-rate", parts: [["c-exact", (stats.hits.exact ?? 0) + (stats.hits.alias ?? 0)], ["c-semantic", stats.hits.semantic ?? 0], ["c-saved", stats.hits.faq ?? 0], ["c-none", stats.misses]] }),
      card("Saved", money(stats.savedNano), `${count(stats.savedTokens)} tokens not asked for`, { css: "good", metric: "saved" }),
      card("Precision", q.precision === null || q.precision === undefined ? "–" : percent(q.precision, 1),
        q.audits ? `${percent(q.precisionLow, 1)} to ${percent(q.precisionHigh, 1)}, ${count(q.audits)} audits` : "no hit in other words was audited yet", { metric: "precision" }));
    const bars = Object.entries(stats.similarity ?? {});
    near.replaceChildren(bars.some(([, n]) => n) ? histogram("Similarity of the nearest question", bars, count, "c-semantic")
      : h("p", { class: "soft" }, "No question was compared with others yet. It begins with the second question of a scope."));
    routes.replaceChildren(table("By route", [{ name: "Route", css: "name" }, { name: "In other words" }, { name: "Look-ups", n: true }, { name: "Hit rate", n: true }, { name: "Would be hits", n: true }, { name: "Precision", n: true }, { name: "Saved", n: true }],
      stats.routes.map((r) => [r.route || "(none)", chip(r.mode, r.mode === "on" ? "ok" : r.mode === "shadow" ? "semantic" : ""), count(r.lookups), percent(r.lookups - r.misses, r.lookups), r.mode === "shadow" ? count(r.wouldBeHits) : "–",
        r.quality.precision === null || r.quality.precision === undefined ? "–" : `${percent(r.quality.precision, 1)} of ${count(r.quality.audits)}`, money(r.savedNano)]), "No look-up yet."));
    const now = new Date();
    entries.replaceChildren(table("Entries", [{ name: "Question", css: "name wide" }, { name: "Model" }, { name: "About" }, { name: "Kept" }, { name: "Left", n: true }, { name: "Hits", n: true }, { name: "Saves", n: true }, { name: "", what: "Actions" }],
      keys.entries.map((e) => [h("span", { title: e.question }, e.question), e.model, chip(e.category ?? "other"), ago(new Date(e.createdAt), now), left(e.ttlSeconds), count(e.hits), money(e.costNano),
        h("button", { type: "button", class: "quiet small danger", "aria-label": `Delete the answer to ${e.question}`, onclick: () => remove(e) }, "Delete")]),
      "Nothing is kept. Ask the same thing twice in the playground."));
    const width = curve?.buckets.length > 1 ? gap(curve.buckets) : 3600;
    chart.show(fill(curve, width), width, "Outcomes of the cache over time.");
  }

  async function remove(entry) {
    try {
      await context.ask(`/cache/entries/${encodeURIComponent(entry.id)}`, { method: "DELETE" });
    } catch (fault) {
      context.failed(fault);
      return;
    }
    context.say("The answer is deleted.");
    context.refresh();
  }

  const text = h("input", { type: "text", placeholder: "What does a sluice gate do?", autocomplete: "off", required: true });
  const ask = h("form", { class: "fields" }, h("label", { class: "field grow" }, "A question", text), h("button", { type: "submit", class: "quiet" }, "Would it be a hit?"));
  ask.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      told.replaceChildren(verdict(await context.ask("/cache/explain", { method: "POST", body: { text: text.value } })));
    } catch (fault) {
      told.replaceChildren(h("p", { class: "fault" }, fault.message));
    }
  });

  return {
    async refresh() {
      const [stats, keys, curve] = await Promise.all([
        context.ask("/cache/stats"), context.ask(`/cache/keys?limit=${SHOWN}`), context.maybe(`/analytics/cache${context.query(context.period())}`),
      ]);
      if (!root.childElementCount) {
        root.replaceChildren(h("section", { "aria-label": "Totals" }, cards),
          h("div", { class: "two" }, panel("Outcomes over time", {}, curveHost), panel("Similarity of the nearest question", { lead: "Look-ups that were no exact hit, by cosine" }, near)),
          h("div", { class: "two" }, panel("By route", { lead: "Shadow serves nothing, but measures" }, routes), panel("Would this be answered?", { lead: "And why, or why not" }, ask, told)),
          panel("Entries", { lead: `The newest ${SHOWN}` }, entries));
      }
      show(stats, keys, curve);
    },
    close: () => chart.close(),
  };
}

function left(seconds) {
  if (seconds >= 172800) return `${Math.round(seconds / 86400)} d`;
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} h` : `${Math.max(1, Math.round(seconds / 60))} min`;
}

function gap(buckets) {
  let least = Infinity;
  for (let i = 1; i < buckets.length; i++) least = Math.min(least, Date.parse(buckets[i].at) - Date.parse(buckets[i - 1].at));
  return least / 1000;
}

/** Buckets without a call are left out of the answer; here they are zero. */
function fill(curve, width) {
  if (!curve) return [];
  const step = width * 1000;
  const known = new Map(curve.buckets.map((b) => [Date.parse(b.at), b]));
  const any = known.keys().next().value ?? Math.floor(Date.parse(curve.from) / step) * step;
  const all = [];
  for (let at = any - Math.floor((any - Date.parse(curve.from)) / step) * step; at < Date.parse(curve.to); at += step) {
    const b = known.get(at);
    all.push({ at, values: b ? [b.misses, b.exact, b.semantic, b.joined] : [0, 0, 0, 0] });
  }
  return all;
}

function verdict(e) {
  const good = ["hit", "exact", "semantic", "alias", "faq"].some((word) => String(e.outcome).includes(word));
  return h("div", { class: "stack" }, h("p", {}, chip(e.outcome, good ? "ok" : ""), " ", e.why ?? ""),
    h("ul", { class: "lines" }, (e.candidates ?? []).slice(0, 3).map((c) => h("li", {},
      h("div", { class: "line" }, h("span", {}, c.question), h("small", {}, `similarity ${c.similarity.toFixed(3)}${c.probability === null || c.probability === undefined ? "" : ` · sure ${percent(c.probability, 1)}`}`)),
      h("small", {}, c.refused ?? c.reasons.slice(0, 3).map((r) => `${r.says} ${r.contribution >= 0 ? "speaks for it" : "speaks against it"}`).join(" · "))))));
}
