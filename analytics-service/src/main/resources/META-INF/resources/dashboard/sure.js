// A button that asks once more before it does what cannot be undone.

import { h } from "./dom.js";

/** act() is called at the second press; leaving the button calms it. While it waits it has data-sure. */
export function sure(text, attributes, act) {
  const calm = (button) => {
    delete button.dataset.sure;
    button.textContent = text;
  };
  return h("button", {
    type: "button", ...attributes,
    onblur: (event) => calm(event.currentTarget),
    onclick: (event) => {
      const button = event.currentTarget;
      if (button.dataset.sure === "yes") {
        calm(button);
        act();
      } else {
        button.dataset.sure = "yes";
        button.textContent = "Sure?";
      }
    },
  }, text);
}
