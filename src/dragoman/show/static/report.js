"use strict";
(() => {
  const marks = [...document.querySelectorAll("#text .m")];
  const holders = [...document.querySelectorAll(".record [data-of]")];
  const cards = [...document.querySelectorAll(".said")];
  const names = (element) => (element.dataset.of || "").split(" ").filter(Boolean);
  const shares = (element, wanted) => names(element).some((name) => wanted.includes(name));
  let current = -1;

  const light = (wanted) => {
    for (const element of [...marks, ...holders]) element.classList.toggle("on", shares(element, wanted));
  };
  const innermost = (mark) => {
    const all = names(mark);
    const said = all.filter((name) => name.startsWith("a"));
    return (said.length ? said : all).slice(-1);
  };
  const unfold = (element) => {
    const folded = element.closest("details.outside");
    if (folded) folded.open = true;
  };
  const show = (wanted) => {
    const first = marks.find((mark) => shares(mark, wanted));
    if (!first) return;
    unfold(first);
    first.scrollIntoView({ block: "center" });
  };
  const go = (step) => {
    if (!cards.length) return;
    current = Math.max(0, Math.min(cards.length - 1, current + step));
    cards[current].focus({ preventScroll: true });
    cards[current].scrollIntoView({ block: "nearest" });
    show(names(cards[current]));
  };

  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => light(innermost(mark)));
    mark.addEventListener("mouseleave", () => light([]));
    mark.addEventListener("click", () => {
      const wanted = innermost(mark);
      const holder = holders.find((element) => shares(element, wanted));
      if (holder) holder.scrollIntoView({ block: "nearest" });
    });
  }
  for (const holder of holders) {
    const wanted = names(holder);
    holder.addEventListener("mouseenter", () => light(wanted));
    holder.addEventListener("mouseleave", () => light([]));
    holder.addEventListener("focus", () => { current = cards.includes(holder) ? cards.indexOf(holder) : current; light(wanted); });
    holder.addEventListener("blur", () => light([]));
    holder.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === holder) show(wanted);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target) { unfold(target); target.scrollIntoView({ block: "nearest" }); }
  });

  const folded = [];
  window.addEventListener("beforeprint", () => {
    folded.splice(0, folded.length, ...document.querySelectorAll("details:not([open])"));
    for (const element of folded) element.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const element of folded) element.open = false;
  });

  const copied = async (words) => {
    try {
      await navigator.clipboard.writeText(words.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(words);
      return document.execCommand("copy");
    }
  };
  for (const citation of document.querySelectorAll(".citation")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "copy citation";
    button.addEventListener("click", async () => {
      button.textContent = (await copied(citation.querySelector("p"))) ? "copied" : "select and copy by hand";
    });
    citation.append(button);
  }
})();
