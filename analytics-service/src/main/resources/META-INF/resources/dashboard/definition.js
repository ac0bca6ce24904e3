// The form that defines an experiment.

import { h } from "./dom.js";

const METRICS = ["cost_per_call", "tokens_per_call", "duration_ms", "first_token_ms", "error_rate", "cache_hit_rate", "cost_per_unit", "duration_p50_ms", "duration_p95_ms"];
const CACHES = ["", "off", "exact", "semantic", "faq"];
const LEVELS = ["", "off", "light", "medium", "aggressive", "auto"];

const options = (names, none) => names.map((name) => h("option", { value: name }, name || none));
const labelled = (label, control, css = "grow") => h("label", { class: `field ${css}` }, label, control);

/** submit(definition) defines it; what it throws is told below the form. */
export function definition(submit) {
  const text = (more = {}) => h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...more });
  const name = text({ required: true, pattern: "[a-z0-9_\\-]{1,63}", placeholder: "cheaper-support" });
  const about = text({ placeholder: "Does the small model do for support?" });
  const model = text({ placeholder: "every chat" });
  const unit = h("select", {}, options(["conversation", "key"]));
  const metric = h("select", {}, options(METRICS));
  const guard = h("select", {}, options(["error_rate", "duration_p95_ms", "cost_per_call", ""], "none"));
  const tolerated = h("input", { type: "number", min: "0", max: "1000", step: "1", value: "20" });
  const kind = h("select", {}, h("option", { value: "always_valid" }, "always valid: look as often as you like"), h("option", { value: "fixed_horizon" }, "fixed horizon: one look"));
  const units = h("input", { type: "number", min: "100", step: "100", value: "5000" });
  const variants = [variant("control"), variant("candidate")];
  const fault = h("p", { class: "fault", role: "alert" });

  function variant(called) {
    const fields = { name: text({ value: called, required: true }), weight: h("input", { type: "number", min: "1", max: "10000", value: "50" }), model: text({ placeholder: "as it is" }), cache: h("select", {}, options(CACHES, "as it is")), optimize: h("select", {}, options(LEVELS, "as it is")) };
    const row = h("fieldset", { class: "fields variant" }, h("legend", { class: "unseen" }, `Variant ${called}`), labelled("Variant", fields.name), labelled("Weight", fields.weight, "narrow"), labelled("Model", fields.model), labelled("Cache", fields.cache), labelled("Shorten", fields.optimize));
    return { fields, row };
  }

  const form = h("form", { class: "stack", "aria-label": "A new experiment" },
    h("div", { class: "fields" }, labelled("Name", name), labelled("What it is about", about), labelled("Calls of model or route", model), labelled("Unit", unit)),
    variants.map((v) => v.row),
    h("div", { class: "fields" }, labelled("Decides", metric), labelled("Guardrail", guard), labelled("Tolerated, %", tolerated, "narrow"), labelled("Method", kind), labelled("Units", units, "narrow"), h("button", { type: "submit", class: "primary" }, "Define")),
    fault);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.textContent = "";
    const wanted = {
      name: name.value.trim(), unit: unit.value, metric: metric.value, method: { kind: kind.value, units: Number(units.value) },
      variants: variants.map(({ fields }) => Object.fromEntries([["name", fields.name.value.trim()], ["weight", Number(fields.weight.value)],
        ...["model", "cache", "optimize"].map((field) => [field, fields[field].value.trim()]).filter(([, value]) => value)])),
      guardrails: guard.value ? [{ metric: guard.value, tolerated: Number(tolerated.value) / 100 }] : [],
    };
    if (about.value.trim()) wanted.about = about.value.trim();
    if (model.value.trim()) wanted.model = model.value.trim();
    try {
      await submit(wanted);
      form.reset();
    } catch (refused) {
      fault.textContent = refused.message;
    }
  });
  return form;
}
