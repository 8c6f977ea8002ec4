// Words of the interface, which the page holds in the reader's language, and copying citations with them.
import { offerCopies } from "./copy.js";

export const word = (name) => document.getElementById("told").dataset[name];

// What is told stays until the reader does something: nobody has to read against a clock.
export const tell = (words) => { document.getElementById("told").textContent = words; };
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => tell(""), { capture: true });

export const copyCitations = () => {
  offerCopies(word("copy"), (_, done) => tell(done ? word("copied") : word("byHand")));
};
