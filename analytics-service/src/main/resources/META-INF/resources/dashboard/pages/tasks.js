// Work that nobody waits for: lanes, tasks with their progress, cancel and replay.

import { card, chip, choices, h, panel, progress, table } from "../dom.js";
import { ago, count, duration } from "../text.js";

export const title = "Tasks";
export const lead = "Background work by lane; what runs, what waits, what died.";
export const ranged = false;

const STATES = [["", "All"], ["running", "Running"], ["accepted,scheduled,waiting,backoff", "Waiting"], ["succeeded", "Succeeded"], ["failed,expired,skipped,cancelled", "Not done"], ["dead", "Dead"]];
const ENDED = new Set(["succeeded", "failed", "dead", "cancelled", "expired", "skipped"]);
const KIND = { succeeded: "ok", running: "run", failed: "no", dead: "no", expired: "no" };

export function open(root, context) {
  const cards = h("div", { class: "cards" });
  const lanes = h("ul", { class: "lines across" });
  const tasks = h("div", {});
  const said = h("p", { class: "lead", role: "status" });
  const more = h("div", { class: "chips" });
  let wanted = "";

  async function act(path, method, words) {
    try {
      await context.ask(path, { method });
      said.textContent = words;
    } catch (fault) {
      said.textContent = fault.message;
    }
    context.refresh();
  }

  function actions(t) {
    if (t.state === "dead") return h("button", { type: "button", class: "quiet small", "aria-label": `Replay task ${t.id}`, onclick: () => act(`/background/dead/${t.id}/replay`, "POST", `Task ${t.id} is queued anew.`) }, "Replay");
    if (ENDED.has(t.state)) return "";
    return h("button", { type: "button", class: "quiet small danger", "aria-label": `Cancel task ${t.id}`, onclick: () => act(`/background/task/${t.id}`, "DELETE", `Task ${t.id} is cancelled, or about to be.`) }, "Cancel");
  }

  function show(stats, page) {
    const sum = (field) => Object.values(stats.lanes).reduce((all, lane) => all + lane[field], 0);
    cards.replaceChildren(
      card("Running", count(sum("running")), `${count(stats.workers ?? 1)} ${stats.workers === 1 || !stats.workers ? "worker" : "workers"}`, { metric: "running" }),
      card("Queued", count(sum("queued")), oldest(stats.lanes), { metric: "queued" }),
      card("Waiting", count(sum("waiting")), "for parents or a time", { metric: "waiting" }),
      card("Finished", count(sum("finishedPerMinute")), "in the last minute", { metric: "finished" }),
      card("Batches", count(stats.batches?.open ?? 0), stats.batches?.open ? `${count(stats.batches.done)} of ${count(stats.batches.requests)} requests done` : "none open", { metric: "batches" }));
    const most = Math.max(1, ...Object.values(stats.lanes).map((l) => l.queued + l.running + l.waiting));
    lanes.replaceChildren(...Object.entries(stats.lanes).map(([name, l]) => {
      const all = l.queued + l.running + l.waiting;
      return h("li", {}, h("div", { class: "line" }, h("span", {}, name), h("small", {}, all ? `${count(l.running)} running · ${count(l.queued)} queued${l.waiting ? ` · ${count(l.waiting)} waiting` : ""}` : "idle")),
        h("div", { class: "meter", "aria-hidden": "true" }, [["c-accent", l.running], ["c-cost", l.queued], ["c-miss", l.waiting]].filter(([, n]) => n).map(([css, n]) => h("i", { class: css, width: `${(100 * n) / most}%` }))));
    }));
    const now = new Date();
    tasks.replaceChildren(table("Tasks", [{ name: "Task", css: "name" }, { name: "Lane" }, { name: "State" }, { name: "Progress", css: "share" }, { name: "Submitted" }, { name: "Took", n: true }, { name: "By" }, { name: "", what: "Actions" }],
      page.tasks.map((t) => [h("span", { title: t.id }, t.type), t.priority, h("span", { title: t.error ?? null }, chip(t.state, KIND[t.state] ?? "")), bar(t), ago(new Date(t.createdAt), now), took(t, now), h("span", { class: "soft cut", title: t.error ?? null }, t.madeBy ?? t.error ?? "–"), actions(t)]),
      "No task is in this state."));
    more.replaceChildren(...(page.complete ? [] : [h("span", { class: "soft" }, "The worker has just started and does not know all tasks yet.")]));
  }

  const pick = choices("State", STATES, wanted, (value) => {
    wanted = value;
    context.refresh();
  });

  return {
    async refresh() {
      const [stats, page] = await Promise.all([context.ask("/background/stats"), context.ask(`/background/tasks${context.query({ limit: 50, state: wanted })}`)]);
      if (!root.childElementCount) {
        root.replaceChildren(h("section", { "aria-label": "Totals" }, cards),
          panel("Lanes", {}, lanes), panel("Tasks", { lead: "The newest 50", side: pick }, said, tasks, more));
      }
      show(stats, page);
    },
  };
}

function oldest(lanes) {
  const waits = Object.values(lanes).map((l) => l.oldestQueuedSeconds ?? 0);
  const most = Math.max(0, ...waits);
  return most ? `oldest waits ${duration(most * 1000)}` : "nothing waits";
}

function bar(t) {
  return t.state === "running" || t.state === "succeeded" ? progress(t.state === "succeeded" ? 100 : t.progress, `Progress of task ${t.id}`) : h("span", { class: "soft" }, t.attempt > 1 ? `attempt ${t.attempt}` : "");
}

function took(t, now) {
  if (!t.startedAt) return "–";
  return duration(Math.max(0, (t.finishedAt ? new Date(t.finishedAt) : now) - new Date(t.startedAt)));
}
