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

// What is told stays until the reader does something: nobody has to read against a clock.
export const tell = (words) => { document.getElementById("told").textContent = words; };
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => tell(""), { capture: true });

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
