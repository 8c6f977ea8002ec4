// Incidents by keyboard: j and k go through the rows, x chooses one, m joins, p parts, u takes the last step back.
import { tell, word } from "./cite.js";

export const stepByKeys = () => {
  const boxes = [...document.querySelectorAll(".stepping input[type=checkbox]")];

  const go = (by) => {
    if (!boxes.length) return;
    const at = boxes.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : boxes.length - 1) : Math.max(0, Math.min(boxes.length - 1, at + by));
    boxes[next].focus();
    boxes[next].scrollIntoView({ block: "nearest" });
  };
  const chosen = (form) => form.querySelector("input:checked") || form.elements.other?.value.trim();

  for (const form of document.querySelectorAll(".stepping")) {
    form.addEventListener("submit", (event) => {
      if (chosen(form)) return;
      event.preventDefault();
      tell(word("choose"));
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const button = /^[mpu]$/.test(event.key) && document.querySelector(`button[data-key="${event.key}"]`);
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x" && boxes.includes(document.activeElement)) document.activeElement.click();
    else if (button) button.click();
    else return;
    event.preventDefault();
  });
};
