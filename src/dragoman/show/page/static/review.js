// Review by keyboard: a accepts, r rejects, c corrects, n notes, s takes the selected text as the span, u undoes.
import { tell, word } from "./cite.js";

const text = document.getElementById("text");

// Code points of the text before a place in the page; it holds the text and nothing else.
const offset = (node, at) => {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  return [...range.toString()].length;
};

const selected = () => {
  const selection = getSelection();
  if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return null;
  const range = selection.getRangeAt(0);
  return { start: offset(range.startContainer, range.startOffset), end: offset(range.endContainer, range.endOffset), words: range.toString() };
};

const send = async (fields) => {
  const answer = await fetch("/review", { method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams(fields) });
  const found = await answer.json();
  if (!answer.ok) throw new Error([found.reason, found.hint].filter(Boolean).join("; "));
  return found;
};

const line = (entry) => {
  const item = document.createElement("li");
  item.className = `v-${entry.action}`;
  item.dataset.number = entry.number;
  for (const [tag, words] of [["b", word(entry.action)], ["bdi", entry.who], ["bdi", entry.note], ["bdi", entry.correction]]) {
    if (!words) continue;
    const part = document.createElement(tag);
    part.textContent = words;
    item.append(part, " ");
  }
  return item;
};

export const reviewByKeys = (cards) => {
  const forms = [...document.querySelectorAll(".judge")];
  if (!forms.length) return;
  const made = [];
  let last = null;

  const judge = async (form, action) => {
    try {
      const entry = await send([...new FormData(form), ["action", action]]);
      const card = form.closest(".value");
      card.querySelector(".verdicts").append(line(entry));
      if (action === "accept" || action === "reject") {
        card.classList.remove("accept", "reject");
        card.classList.add(action);
      }
      made.push({ number: entry.number, card });
      form.querySelector("details").open = false;
      form.reset();
      form.querySelector(".span-told").hidden = true;
      card.focus();
      tell(`${entry.number}: ${word(action)}`);
    } catch (error) {
      tell(error.message);
    }
  };
  const undo = async () => {
    const entry = made.pop();
    if (!entry) return tell(word("nothing"));
    try {
      await send([["action", "undo"], ["number", entry.number]]);
      entry.card.querySelector(`.verdicts [data-number="${entry.number}"]`)?.remove();
      entry.card.classList.remove("accept", "reject");
      tell(`${entry.number}: ${word("undone")}`);
    } catch (error) {
      tell(error.message);
    }
  };
  const open = (form, name) => {
    form.querySelector("details").open = true;
    form.querySelector(`[name=${name}]`).focus();
  };
  const take = (form) => {
    const found = selected();
    if (!found) return tell(word("select"));
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    const field = [...form.elements.field.options].find((one) => ["content", "words"].includes(one.value));
    if (field) form.elements.field.value = field.value;
    form.elements.value.value = found.words;
    const told = form.querySelector(".span-told");
    told.textContent = `${found.start}-${found.end}`;
    told.hidden = false;
    open(form, "value");
  };
  const keys = {
    a: (form) => judge(form, "accept"),
    r: (form) => judge(form, "reject"),
    c: (form) => open(form, "field"),
    n: (form) => open(form, "note"),
    s: take,
  };

  for (const card of cards) card.addEventListener("focusin", () => { last = card; });
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      judge(form, event.submitter?.value || "note");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.closest(".value")?.focus();
      return;
    }
    if (event.key === "u") return void undo();
    const form = last?.querySelector(".judge");
    if (!form || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key](form);
  });
};
