// Streams a chat through the gateway, and shows what the gateway tells about it: cache, route, tokens, time, money.

import { card, chip, h, panel } from "../dom.js";
import { count, duration, money } from "../text.js";

export const title = "Playground";
export const lead = "Ask a model through the gateway. Ask twice to see the cache at work.";
export const ranged = false;

const NANO = 1e9;
const FIRST = "A sluice gate controls the flow of water in a channel. What does a sluice gate do?";
const KNOWN_BY = 30000;

export function open(root, context) {
  const model = h("select", {});
  const system = h("input", { type: "text", placeholder: "none", autocomplete: "off" });
  const message = h("textarea", { rows: "5", required: true }, FIRST);
  const temperature = h("input", { type: "number", min: "0", max: "2", step: "0.1", value: "0" });
  const most = h("input", { type: "number", min: "1", max: "32000", placeholder: "no limit" });
  const cache = h("select", {}, [["", "As configured"], ["off", "Off"], ["exact", "Exact only"], ["semantic", "Semantic"], ["faq", "FAQ"]].map(([value, text]) => h("option", { value }, text)));
  const optimize = h("select", {}, [["", "As configured"], ["off", "Off"], ["light", "Light"], ["medium", "Medium"], ["aggressive", "Aggressive"]].map(([value, text]) => h("option", { value }, text)));
  const send = h("button", { type: "submit", class: "primary" }, "Send");
  const halt = h("button", { type: "button", class: "quiet", disabled: true, onclick: () => stop?.abort() }, "Stop");
  const form = h("form", { "aria-label": "What to ask" },
    h("label", { class: "field" }, "Model", model), h("label", { class: "field" }, "System prompt", system), h("label", { class: "field" }, "Message", message),
    h("div", { class: "inline" }, h("label", { class: "field" }, "Temperature", temperature), h("label", { class: "field" }, "Most tokens", most), h("label", { class: "field" }, "Cache", cache), h("label", { class: "field" }, "Shorten", optimize)),
    h("div", { class: "chips" }, send, halt));
  const answer = h("div", { class: "answer", "aria-live": "polite", "aria-label": "Answer", role: "region", tabindex: "0" }, "The answer appears here, as it is said.");
  const chips = h("div", { class: "chips" });
  const cards = h("div", { class: "cards" });
  const links = h("p", { class: "lead" });
  answer.classList.add("soft");
  let stop = null;

  function body() {
    const messages = [...(system.value.trim() ? [{ role: "system", content: system.value }] : []), { role: "user", content: message.value }];
    return { model: model.value, messages, temperature: Number(temperature.value), stream: true, stream_options: { include_usage: true }, ...(most.value ? { max_tokens: Number(most.value) } : {}) };
  }

  function told(response) {
    const header = (name) => response.headers.get(name);
    const kind = { HIT: "hit", SEMANTIC: "semantic", JOINED: "joined" }[header("x-cache")] ?? "";
    chips.replaceChildren(...[
      header("x-cache") && chip(`cache ${header("x-cache").toLowerCase()}${header("x-sluice-similarity") ? ` ${header("x-sluice-similarity")}` : ""}`, kind),
      header("x-sluice-route") && chip(`route ${header("x-sluice-route")}`), header("x-sluice-deployment") && chip(`by ${header("x-sluice-deployment")}`),
      header("x-sluice-attempts") && chip(`attempts ${header("x-sluice-attempts")}`), header("x-sluice-saved-tokens") && chip(`shortened by ${header("x-sluice-saved-tokens")} tokens`, "ok"),
      header("x-sluice-template") && chip(`template ${header("x-sluice-template")}`), header("x-sluice-experiment") && chip(header("x-sluice-experiment").replace(";variant=", ": "), "run"),
      header("x-sluice-degraded") && chip(`without ${header("x-sluice-degraded")}`, "no"), header("age") && chip(`${header("age")} s old`)].filter(Boolean));
    return header("x-request-id");
  }

  function numbers(begun, first, usage, r) {
    cards.replaceChildren(
      card("First word", first ? duration(first - begun) : "…", "seen from this page", { metric: "first" }),
      card("Done", r.done ? duration(r.done - begun) : "…", r.overhead ? `${duration(r.overhead)} of it Sluice's own` : "", { metric: "done" }),
      card("Tokens", usage ? count(usage.prompt_tokens + usage.completion_tokens) : "…", usage ? `${count(usage.prompt_tokens)} in · ${count(usage.completion_tokens)} out` : "", { metric: "tokens" }),
      card("Cost", r.cost === undefined ? "…" : money(r.cost), r.saved ? `saved ${money(r.saved)}` : "", { metric: "cost", css: r.saved ? "good" : "" }));
  }

  async function say() {
    stop = new AbortController();
    const mine = stop;
    send.disabled = true;
    halt.disabled = false;
    answer.textContent = "";
    answer.className = "answer waiting";
    links.replaceChildren();
    chips.replaceChildren();
    const begun = performance.now();
    const r = {};
    let first = 0;
    let usage = null;
    let id = null;
    numbers(begun, first, usage, r);
    try {
      const headers = { Accept: "text/event-stream", ...(cache.value ? { "x-sluice-cache": cache.value } : {}), ...(optimize.value ? { "x-sluice-optimize": optimize.value } : {}) };
      const response = await context.call("/v1/chat/completions", { method: "POST", body: body(), headers, signal: mine.signal });
      id = told(response);
      for await (const { event, data } of context.events(response)) {
        if (data === "[DONE]") break;
        const part = JSON.parse(data);
        if (part.error || event === "error") throw new Error(part.error?.message ?? "The stream ended with an error.");
        const text = part.choices?.[0]?.delta?.content ?? "";
        if (text && !first) first = performance.now();
        if (text) answer.append(text);
        usage = part.usage ?? usage;
        numbers(begun, first, usage, r);
      }
    } catch (failure) {
      answer.append(h("p", { class: "fault" }, mine.signal.aborted ? "Stopped." : failure.message));
    }
    answer.className = "answer";
    r.done = performance.now();
    numbers(begun, first, usage, r);
    send.disabled = false;
    halt.disabled = true;
    if (id) await account(id, r, () => numbers(begun, first, usage, r));
  }

  /** What it cost is known when its event is: a second or two later. */
  async function account(id, r, show) {
    links.replaceChildren(h("span", { class: "mono" }, id));
    const until = Date.now() + KNOWN_BY;
    while (Date.now() < until) {
      await new Promise((done) => setTimeout(done, 700));
      const one = await context.maybe(`/analytics/requests/${encodeURIComponent(id)}`);
      if (one) {
        Object.assign(r, { cost: one.request.costNano, saved: one.request.savedNano, overhead: one.request.overheadMs });
        show();
        links.replaceChildren(h("a", { href: context.href("requests", { id }) }, "Why it went as it did"));
        return;
      }
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
  message.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  return {
    still: true,
    async refresh() {
      if (root.childElementCount) return;
      const models = await context.ask("/v1/models");
      const names = models.data.map((m) => m.id).sort();
      model.replaceChildren(...names.map((name) => h("option", { value: name, selected: name === "local" }, name)));
      root.replaceChildren(h("div", { class: "play" }, panel("Ask", {}, form), h("div", { class: "stack" }, panel("Answer", { side: chips }, answer, links), h("section", { "aria-label": "Numbers of the answer" }, cards))));
    },
    close: () => stop?.abort(),
  };
}
