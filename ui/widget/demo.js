// The demo page: its buttons copy the lines above them. Without script they are not there.
for (const code of document.querySelectorAll(".snippet pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected: copy with Ctrl+C";
    }
  });
  code.after(button);
}
