import { call, explain, providerSignIn, signIn } from './api.js';
import { alertBox, create } from './dom.js';
import { failure } from './view.js';

const NOT_KEPT =
  'The password is right, but your browser does not keep the sign-in: open this page with https, or as localhost.';

const { developmentUser } = document.body.dataset;

/** @param message Why the user has to sign in, if there is a reason to tell. */
export async function showSignIn(main, message, context) {
  const place = create('div', { class: 'card' });
  main.append(
    create(
      'div',
      { class: 'sign-in' },
      create('h1', {}, 'Sign in'),
      create('p', { class: 'lead' }, 'Rooms, participants and recordings of this OpenVidu Meet server.'),
      message && alertBox(create('p', {}, message)),
      developmentUser && hint(),
      place,
    ),
  );
  await showMethods(place, context);
}

function hint() {
  return create(
    'p',
    { class: 'note' },
    'This server runs in Development. Sign in as ',
    create('strong', {}, developmentUser),
    ' with the password ',
    create('strong', {}, developmentUser),
    ': the form is filled in.',
  );
}

async function showMethods(place, context) {
  try {
    const methods = await call('GET', '/auth/oidc', undefined, context.signal);
    place.replaceChildren();
    if (methods.builtInUsers) place.append(passwordForm(context));
    if (methods.enabled) place.append(providerLink(methods.builtInUsers));
    if (!methods.builtInUsers && !methods.enabled)
      place.append(create('p', {}, 'Nobody can sign in to this server: it accepts API keys only.'));
    place.querySelector(developmentUser ? 'button' : 'input, a')?.focus();
  } catch (error) {
    if (!context.signal.aborted) place.replaceChildren(failure(error, () => showMethods(place, context)));
  }
}

function providerLink(isSecond) {
  return create(
    'a',
    { class: isSecond ? 'button' : 'button primary', href: providerSignIn() },
    'Sign in with your organization',
  );
}

function passwordForm(context) {
  const username = create('input', {
    id: 'username',
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: 'false',
    maxlength: '256',
    required: true,
    value: developmentUser,
  });
  const password = create('input', {
    id: 'password',
    type: 'password',
    autocomplete: 'current-password',
    maxlength: '256',
    required: true,
    value: developmentUser,
  });
  const submit = create('button', { class: 'primary' }, 'Sign in');
  const fault = create('div');

  return create(
    'form',
    {
      onsubmit: async event => {
        event.preventDefault();
        submit.disabled = true;
        try {
          await signIn(username.value, password.value);
          const profile = await keptProfile();
          if (profile) return context.enter(profile);
          fault.replaceChildren(alertBox(create('p', {}, NOT_KEPT)));
          submit.disabled = false;
        } catch (error) {
          fault.replaceChildren(alertBox(create('p', {}, explainSignIn(error))));
          submit.disabled = false;
          (isWrong(error) ? password : submit).focus();
        }
      },
    },
    create('div', { class: 'field' }, create('label', { for: 'username' }, 'Username'), username),
    create('div', { class: 'field' }, create('label', { for: 'password' }, 'Password'), password),
    fault,
    submit,
  );
}

/**
 * Browsers drop the cookies of a sign-in over http, except for localhost.
 * @returns The user who is signed in, or null if the sign-in is not kept.
 */
async function keptProfile() {
  try {
    return await call('GET', '/auth/profile');
  } catch (error) {
    if (error.status === 401) return null;
    throw error;
  }
}

/** A name or a password that is too short is wrong too. */
function isWrong(error) {
  return error.status === 404 || error.status === 422;
}

function explainSignIn(error) {
  return isWrong(error) ? 'The username or the password is wrong.' : explain(error);
}
