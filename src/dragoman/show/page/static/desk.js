// What the desk's pages do beyond links and forms; all of them can be read without it.
import { tie } from "./tie.js";
import { copyCitations } from "./cite.js";
import { reviewByKeys } from "./review.js";
import { stepByKeys } from "./steps.js";

if (document.getElementById("text")) {
  const cards = tie();
  copyCitations();
  reviewByKeys(cards);
}
if (document.querySelector("[data-key]")) stepByKeys();

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  event.preventDefault();
  document.getElementById("quick").focus();
});
