// Brings the buttons for passkeys to life: allauth's scripts do the asking, each form names which of theirs it is for.
const ids = { login: 'passkey', add: 'passkey', authenticate: 'passkey', credential: 'credential', passwordless: 'id_passwordless', data: 'js-data' };
const field = document.getElementById('id_credential');
if (field) ids.credential = 'id_credential';
if (!document.getElementById('id_passwordless')) delete ids.passwordless;
if (!document.getElementById('js-data')) delete ids.data;

for (const form of document.querySelectorAll('[data-passkey]')) {
  if (!window.PublicKeyCredential) break;
  form.hidden = false;
  window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
  const said = form.querySelector('[role=alert][hidden]');
  form.addEventListener('click', () => { said.hidden = true; });
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    said.hidden = false;
  });
}
