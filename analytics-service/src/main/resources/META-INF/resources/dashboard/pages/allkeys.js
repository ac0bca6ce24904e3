// Makes, shows and revokes keys: for administrators, on the management port. A secret is shown once, here, and nowhere kept.

import { chip, h, panel, table } from "../dom.js";
import { sure } from "../sure.js";
import { ago } from "../text.js";

export const title = "All keys";
export const lead = "Make a key, see what it may do, revoke it everywhere within seconds.";
export const ranged = false;

export function open(root, context) {
  const rows = h("div", {});
  const told = h("div", { role: "status", class: "stack" });
  const field = (name, label, more = {}) => [h("input", { type: "text", name, autocomplete: "off", spellcheck: "false", ...more }), label];
  const [tenant, project, name, tier, month] = [field("tenant", "Tenant", { required: true }), field("project", "Project"), field("name", "Name"),
    field("tier", "Tier", { placeholder: "none" }), field("month", "USD a month", { placeholder: "no budget", inputmode: "decimal" })];
  const form = h("form", { class: "fields", "aria-label": "A new key" }, [tenant, project, name, tier, month].map(([input, label]) => h("label", { class: "field grow" }, label, input)),
    h("button", { type: "submit", class: "primary" }, "Make a key"));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = { tenant: tenant[0].value.trim() };
    for (const [input] of [project, name, tier]) if (input.value.trim()) wanted[input.name] = input.value.trim();
    if (month[0].value.trim()) wanted.budget = { monthUsd: month[0].value.trim() };
    try {
      const made = await context.ask("/admin/keys", { method: "POST", body: wanted });
      told.replaceChildren(h("p", {}, "This is the key. It is shown this once; copy it now."), h("pre", { class: "code", tabindex: "0" }, h("code", {}, made.key)),
        h("button", { type: "button", class: "quiet small", onclick: () => told.replaceChildren() }, "I have it"));
      form.reset();
    } catch (fault) {
      told.replaceChildren(h("p", { class: "fault" }, fault.message));
    }
    context.refresh();
  });

  async function revoke(key) {
    await context.ask(`/admin/keys/${encodeURIComponent(key.id)}`, { method: "DELETE" }).catch((fault) => told.replaceChildren(h("p", { class: "fault" }, fault.message)));
    context.refresh();
  }

  return {
    async refresh() {
      const all = (await context.ask("/admin/keys")).keys;
      if (rows.querySelector("[data-sure]")) return; // somebody is about to revoke one
      if (!root.childElementCount) root.replaceChildren(panel("A new key", { lead: "Only the tenant is needed. Scopes, models and limits: the admin API" }, form, told), panel("Keys", {}, rows));
      const now = new Date();
      rows.replaceChildren(table("Keys", [{ name: "Key" }, { name: "Tenant", css: "name" }, { name: "Project" }, { name: "Name" }, { name: "Tier" }, { name: "Scopes" }, { name: "Made" }, { name: "Expires" }, { name: "", what: "Actions" }],
        all.toReversed().map((k) => [h("span", { class: "mono" }, k.id), k.tenant, k.project ?? "–", k.name ?? "–", k.tier ?? "–", k.scopes?.length ? k.scopes.join(", ") : "all", k.createdAt ? ago(new Date(k.createdAt), now) : "–",
          k.expiresAt ? new Date(k.expiresAt).toLocaleDateString() : "never", k.source === "topic"
            ? sure("Revoke", { class: "quiet small danger", "aria-label": `Revoke key ${k.id}` }, () => revoke(k)) : chip(k.source)]), "There is no key."));
    },
  };
}
