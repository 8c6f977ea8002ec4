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

// `label` is what the button says; `tell` is given the button, and whether the words were copied.
export const offerCopies = (label, tell) => {
  for (const citation of document.querySelectorAll(".citation")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    button.addEventListener("click", async () => tell(button, await copied(citation.querySelector(".words"))));
    citation.append(button);
  }
};
