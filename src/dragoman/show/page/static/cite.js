// A button that copies a citation: the words, the way they came, the address, the characters.
const copied = async (words) => {
  try {
    await navigator.clipboard.writeText(words.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(words);
    return document.execCommand("copy");
  }
};

export const tell = (words) => {
  const told = document.getElementById("told");
  told.textContent = words;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { told.textContent = ""; }, 4000);
};

export const copyCitations = () => {
  for (const citation of document.querySelectorAll(".citation")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = document.querySelector("[data-copy]")?.dataset.copy || "copy citation";
    button.addEventListener("click", async () => {
      tell((await copied(citation.querySelector(".words"))) ? "copied" : "select and copy by hand");
    });
    citation.append(button);
  }
};
