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

// Words of the interface, which the page holds in the reader's language.
export const word = (name) => document.getElementById("told").dataset[name];

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
    button.textContent = word("copy");
    button.addEventListener("click", async () => {
      tell((await copied(citation.querySelector(".words"))) ? word("copied") : word("byHand"));
    });
    citation.append(button);
  }
};
