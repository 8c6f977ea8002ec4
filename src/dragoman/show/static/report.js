// What a record's own page does. It stands in the page behind tie.js and copy.js, as one module with them.
tie();
offerCopies("copy citation", (button, done) => { button.textContent = done ? "copied" : "select and copy by hand"; });
