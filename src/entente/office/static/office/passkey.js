// Says in words when a passkey did not work; allauth's own script only writes to the console.
document.addEventListener("allauth.error", (event) => {
  const note = document.getElementById("passkey_error");
  if (!note) return;
  event.preventDefault();
  note.hidden = false;
  note.focus();
});
