// Ties the text to the record beside it: pointing at one lights the other up, j and k go through the values.
const names = (element) => (element.dataset.of || "").split(" ").filter(Boolean);
const shares = (element, wanted) => names(element).some((name) => wanted.includes(name));
const typing = (event) => event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select");

const unfold = (element) => {
  const folded = element.closest("details.outside");
  if (folded) folded.open = true;
};

// Of marks within marks, the one that the reader points at: who says what before names, the inner before the outer.
const innermost = (mark) => {
  const all = names(mark);
  const told = all.filter((name) => "avfm".includes(name[0]));
  return (told.length ? told : all).slice(-1);
};

export const tie = () => {
  const marks = [...document.querySelectorAll("#text .m")];
  const holders = [...document.querySelectorAll(".record [data-of]")];
  const cards = holders.filter((element) => element.matches(".value"));
  let current = -1;

  const light = (wanted) => {
    for (const element of [...marks, ...holders]) element.classList.toggle("on", shares(element, wanted));
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
  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    unfold(target);
    const holder = target.closest(".record [data-of]");
    if (!holder) {
      target.scrollIntoView({ block: "nearest" });
      return;
    }
    holder.focus({ preventScroll: true });
    holder.scrollIntoView({ block: "center" });
    show(names(holder));
  };

  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => light(innermost(mark)));
    mark.addEventListener("mouseleave", () => light([]));
    mark.addEventListener("click", () => {
      if (!getSelection().isCollapsed) return;
      const holder = holders.find((element) => shares(element, innermost(mark)));
      if (holder) holder.scrollIntoView({ block: "nearest" });
    });
  }
  for (const holder of holders) {
    const wanted = names(holder);
    holder.addEventListener("mouseenter", () => light(wanted));
    holder.addEventListener("mouseleave", () => light([]));
    holder.addEventListener("focusin", () => {
      if (cards.includes(holder)) current = cards.indexOf(holder);
      light(wanted);
    });
    holder.addEventListener("focusout", () => light([]));
    holder.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === holder) show(wanted);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
  window.addEventListener("hashchange", follow);
  follow();

  const closed = [];
  window.addEventListener("beforeprint", () => {
    closed.splice(0, closed.length, ...document.querySelectorAll("details:not([open])"));
    for (const element of closed) element.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const element of closed) element.open = false;
  });
  return cards;
};
