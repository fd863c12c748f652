import { call, explain } from './api.js';
import { announce, button, create } from './dom.js';
import { showHealth } from './health.js';
import { showRecordings } from './recordings.js';
import { showRooms } from './rooms.js';
import { showSignIn } from './sign-in.js';
import { failure } from './view.js';
import { showWebhooks } from './webhooks.js';

const views = {
  rooms: { title: 'Rooms', show: showRooms },
  recordings: { title: 'Recordings', show: showRecordings },
  webhooks: { title: 'Webhooks', show: showWebhooks },
  health: { title: 'Health', show: showHealth },
};

const main = document.querySelector('main');
const navigation = document.querySelector('nav');
const account = document.querySelector('.account');

/** Ends what the current view does in the background. */
let leaving = new AbortController();
let isSignedIn = false;

document.querySelector('.skip').addEventListener('click', event => {
  // The fragment of the address names the view.
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => isSignedIn && showView());
await start();

async function start() {
  try {
    showSignedIn(await call('GET', '/auth/profile'));
  } catch (error) {
    if (error.status === 401) showSignedOut();
    else if (error.status === 403) showSignedOut(explain(error));
    else
      replaceView('Not available', () =>
        main.append(create('h1', {}, 'OpenVidu Meet'), failure(error, start)),
      );
  }
}

function showSignedOut(message) {
  isSignedIn = false;
  navigation.hidden = account.hidden = true;
  replaceView('Sign in', context => showSignIn(main, message, context));
}

function showSignedIn(profile) {
  account.replaceChildren(create('span', {}, profile.username), button('Sign out', signOut));
  account.hidden = false;
  if (profile.role !== 'admin') {
    replaceView('No access', () => showNoAccess(profile));
    return;
  }

  isSignedIn = true;
  navigation.replaceChildren(
    create(
      'ul',
      {},
      Object.entries(views).map(([name, { title }]) =>
        create('li', {}, create('a', { href: `#${name}` }, title)),
      ),
    ),
  );
  navigation.hidden = false;
  showView();
}

function showNoAccess({ username }) {
  main.append(
    create('h1', { tabindex: '-1' }, 'This page is for administrators'),
    create(
      'p',
      { class: 'lead' },
      `You are signed in as ${username}, who is not an administrator of this server.`,
    ),
    create('p', {}, 'Sign out, then sign in as an administrator.'),
    button('Sign out', signOut, { kind: 'primary' }),
  );
  main.querySelector('h1').focus();
}

function showView() {
  const name = Object.hasOwn(views, location.hash.slice(1)) ? location.hash.slice(1) : 'rooms';
  for (const link of navigation.querySelectorAll('a')) {
    if (link.hash === `#${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  replaceView(views[name].title, context => {
    views[name].show(main, context);
    main.querySelector('h1').focus({ preventScroll: true });
    scrollTo(0, 0);
  });
}

/** Leaves the current view. The next one gets a signal that ends when it is left, and a way to say that the session has ended. */
function replaceView(title, show) {
  leaving.abort();
  document.querySelectorAll('dialog').forEach(dialog => dialog.close());
  leaving = new AbortController();
  document.title = `${title} - OpenVidu Meet`;
  main.replaceChildren();
  show({
    signal: leaving.signal,
    endSession: () => isSignedIn && showSignedOut('Your session has ended. Sign in again.'),
    enter: showSignedIn,
  });
}

async function signOut() {
  try {
    await call('POST', '/auth/logout');
    showSignedOut();
    announce('You are signed out.');
  } catch (error) {
    announce(explain(error));
  }
}
