// Experiments: who sees what, and what came of it, in words.

import { chip, h, panel, state, table } from "../dom.js";
import { sure } from "../sure.js";
import { ago, count, duration, money, percent } from "../text.js";
import { definition } from "../definition.js";

export const title = "Experiments";
export const lead = "Changes that are tried on a part of the calls, judged by statistics.";
export const ranged = false;

const KINDS = {
  better: ["better", "ok"], worse: ["worse", "no"], harm: ["harm", "no"], split_is_off: ["split is off", "no"], too_few: ["too few units", ""], too_early: ["too early", ""],
  open: ["open", "semantic"], not_started: ["draft", ""],
};
const STATES = { running: "run", rolled_back: "no", draft: "", stopped: "" };
const JUDGED = 12;

export function open(root, context) {
  const list = h("div", {});
  const detail = h("div", { class: "stack" });
  const told = h("p", { class: "fault", role: "status" });
  const form = definition(async (wanted) => {
    await context.ask("/analytics/experiments", { method: "POST", body: wanted });
    context.go("experiments", { name: wanted.name });
  });
  const maker = h("details", { class: "maker" }, h("summary", {}, "Define one"), form);
  let shown = "";

  async function act(name, what, method, body) {
    try {
      await context.ask(`/analytics/experiments/${encodeURIComponent(name)}${what}`, { method, body });
      told.textContent = "";
      if (method === "DELETE") context.go("experiments");
    } catch (fault) {
      told.textContent = fault.message;
    }
    context.refresh();
  }

  function buttons(e) {
    const name = e.name;
    if (context.isAdmin()) {
      return e.state === "running" ? h("div", { class: "chips" }, sure("Roll back now", { class: "quiet danger" }, () => act(name, "/roll-back", "POST", { because: "rolled back on the dashboard" }))) : null;
    }
    return h("div", { class: "chips" },
      e.state === "draft" ? h("button", { type: "button", class: "primary", onclick: () => act(name, "/start", "POST") }, "Start") : null,
      e.state === "running" ? h("button", { type: "button", class: "quiet danger", onclick: () => act(name, "/stop", "POST", { because: "stopped on the dashboard" }) }, "Stop") : null,
      e.state === "running" ? null : h("button", { type: "button", class: "quiet danger", onclick: () => act(name, "", "DELETE") }, "Delete"));
  }

  function judge(j) {
    const e = j.experiment;
    const [word, css] = KINDS[j.verdict?.kind] ?? [j.verdict?.kind ?? e.state, ""];
    const split = j.split ? chip(j.split.ok ? "split as planned" : "split is off", j.split.ok ? "ok" : "no") : null;
    return [
      panel(e.name, { lead: e.about ?? `${e.model ?? "every chat"}, by ${e.unit}`, side: buttons(e) },
        h("div", { class: "chips" }, chip(e.state.replace("_", " "), STATES[e.state]), chip(word, css), split, j.crossed ? chip(`${count(j.crossed)} units in two variants`, "no") : null),
        h("p", { class: "verdict" }, j.verdict?.words ?? "Nothing can be said yet."), told),
      panel("What was measured", { lead: "The bar is the 95 % interval of the difference from the control; the dashed line is no difference" }, measured(j)),
      h("div", { class: "two" }, panel("Who takes part", {}, table("Units", [{ name: "Variant", css: "name" }, { name: "Sets" }, { name: "Units", n: true }, { name: "Calls", n: true }, { name: "Share", n: true }, { name: "Planned", n: true }],
        e.variants.map((v) => {
          const u = (j.units ?? []).find((one) => one.variant === v.name);
          return [v.name, sets(v), count(u?.units ?? 0), count(u?.calls ?? 0), u ? percent(u.share, 1) : "–", u ? percent(u.expected, 1) : "–"];
        }))),
      panel("History", {}, h("ul", { class: "lines" }, (e.history ?? []).toReversed().map((s) => h("li", {}, h("div", { class: "line" }, h("span", {}, s.state.replace("_", " ")), h("small", {}, `${ago(new Date(s.at), new Date())} by ${s.by}`)), s.because ? h("small", {}, s.because) : null))))),
    ];
  }

  async function overview(all) {
    const judged = await Promise.all(all.slice(0, JUDGED).map((e) => context.maybe(`/analytics/experiments/${encodeURIComponent(e.name)}`)));
    list.replaceChildren(all.length ? table("Experiments", [{ name: "Experiment", css: "name" }, { name: "State" }, { name: "Verdict" }, { name: "Units", n: true }, { name: "Decides" }, { name: "Begun" }],
      all.map((e, i) => {
        const j = judged[i];
        const [word, css] = KINDS[j?.verdict?.kind] ?? ["–", ""];
        return [h("a", { href: context.href("experiments", { name: e.name }) }, e.name), chip(e.state.replace("_", " "), STATES[e.state]),
          h("span", {}, chip(word, css), " ", h("span", { class: "soft cut wide-cut", title: j?.verdict?.words ?? null }, j?.verdict?.words ?? "")), count((j?.units ?? []).reduce((sum, u) => sum + u.units, 0)), e.metric.replaceAll("_", " "), e.startedAt ? ago(new Date(e.startedAt), new Date()) : "–"];
      })) : state("empty", "Nothing is tried yet", "Does the cheaper model do? Does a bolder cache hurt? Define an experiment below, and read here what came of it. A variant that does harm is switched off by itself."));
  }

  return {
    async refresh() {
      const name = context.parameters.get("name");
      if (name) {
        const j = await context.ask(`/analytics/experiments/${encodeURIComponent(name)}`);
        if (shown !== name) root.replaceChildren(h("p", {}, h("a", { href: context.href("experiments") }, "All experiments")), detail);
        if (detail.querySelector("[data-sure]")) return; // somebody is about to roll it back
        detail.replaceChildren(...judge(j));
      } else {
        const all = await context.ask("/analytics/experiments").then((told) => told.experiments, (fault) => {
          if (fault.status === 404) return null;
          throw fault;
        });
        if (!all) {
          root.replaceChildren(panel("Experiments", {}, state("empty", "Not known here", "This server does not tell about experiments.")));
          return;
        }
        if (shown !== "list") root.replaceChildren(panel("Experiments", {}, list), context.isAdmin() ? "" : panel("Another one", { lead: "What was defined does not change any more; it begins when you start it" }, maker));
        await overview(all);
      }
      shown = name ?? "list";
    },
    move() {},
  };
}

function sets(v) {
  const parts = [v.model && `model ${v.model}`, v.cache && `cache ${v.cache}`, v.optimize && `optimize ${v.optimize}`, v.template && `template ${v.template.name}@${v.template.version}`].filter(Boolean);
  return parts.length ? parts.join(", ") : "as it is";
}

/** A value as people read it, by the metric's unit. */
function value(metric, n) {
  if (n === null || n === undefined) return "–";
  if (metric.unit === "nano-USD") return money(n);
  if (metric.unit === "ms") return duration(n);
  if (metric.unit === "share") return percent(n, 1);
  return count(Math.round(n));
}

function measured(j) {
  const rows = (j.metrics ?? []).flatMap((m) => (m.variants.length ? m.variants : [{ variant: "–" }]).map((v, i) => [
    i ? "" : h("span", {}, m.metric.replaceAll("_", " "), " ", m.role === "guardrail" ? chip(`guardrail, ${percent(m.tolerated ?? 0, 1)}`) : chip("goal", "run")),
    v.variant, count(v.units ?? 0), value(m, v.value), v.effect ? difference(m, v.effect) : h("span", { class: "soft" }, "–"), v.effect ? interval(m, v.effect) : "", v.effect ? v.effect.p < 0.001 ? "< 0.001" : v.effect.p.toFixed(3) : ""]));
  return table("Metrics", [{ name: "Metric", css: "name" }, { name: "Variant" }, { name: "Units", n: true }, { name: "Value", n: true }, { name: "Difference", n: true }, { name: "Interval" }, { name: "p", n: true }], rows, "Nothing is measured before it begins.");
}

function difference(m, e) {
  if (e.relative === undefined || e.relative === null) return value(m, e.difference);
  return `${e.relative > 0 ? "+" : e.relative < 0 ? "−" : ""}${percent(Math.abs(e.relative), 1)}`;
}

/** The interval as a bar around no difference; green where all of it is better, red where all of it is worse. */
function interval(m, e) {
  const [low, high, middle] = e.relativeLow === undefined || e.relativeLow === null ? [e.low, e.high, e.difference] : [e.relativeLow, e.relativeHigh, e.relative];
  const most = Math.max(Math.abs(low), Math.abs(high), 1e-12) * 1.1;
  const at = (x) => `${50 + (50 * x) / most}%`;
  const better = m.better === "lower" ? high < 0 : low > 0;
  const worse = m.better === "lower" ? low > 0 : high < 0;
  const bar = h("i", { class: better ? "good" : worse ? "worse" : "" });
  bar.style.left = at(low);
  bar.style.width = `${(50 * (high - low)) / most}%`;
  const mark = h("b", {});
  mark.style.left = at(middle);
  const text = e.relativeLow === undefined || e.relativeLow === null ? `${value(m, low)} to ${value(m, high)}` : `${(100 * low).toFixed(1)} % to ${(100 * high).toFixed(1)} %`;
  return h("div", { class: "interval", role: "img", "aria-label": `between ${text}`, title: text }, bar, mark);
}
