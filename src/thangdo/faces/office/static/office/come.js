// The code of a slip stands behind the # of its address: it is put into its field and sent.
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[A-Za-z0-9-]{12,20}$/.test(code)) {
  history.replaceState(null, "", location.pathname);
  field.value = code;
  field.form.requestSubmit();
}
