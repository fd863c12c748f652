// Calls the server as the Meet client does: in the same order, and with the same reactions to refused calls.

const publicApi = '/meet/api/v1';
const internalApi = '/meet/internal-api/v1';
const tokenRefresh = `${internalApi}/participants/token/refresh`;

/** The room of the page and the secret in its URL. */
const room = {
  roomName: location.pathname.split('/')[2],
  secret: new URLSearchParams(location.search).get('secret'),
};

let participantName;

class Refused extends Error {
  constructor(status) {
    super(`Refused with ${status}`);
    this.status = status;
  }
}

async function send(method, url, body) {
  const answer = await fetch(url, {
    method,
    headers: body && { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Refused(answer.status);
  const text = await answer.text();
  return { status: answer.status, value: text && JSON.parse(text) };
}

/** Makes a call. The page and the URL decide which of its three meanings a 401 has. */
async function call(method, url, body) {
  const attempt = () => send(method, url, body);
  try {
    return await attempt();
  } catch (refused) {
    if (refused.status !== 401) throw refused;
    if (url === tokenRefresh) return renewSession(refused, attempt);
    if (location.pathname.startsWith('/room')) return refreshToken(refused, attempt);
    if (!location.pathname.startsWith('/login')) return renewSession(refused, attempt);
    throw refused;
  }
}

async function refreshToken(firstRefusal, attempt) {
  try {
    await call('POST', tokenRefresh, { ...room, participantName });
  } catch (refused) {
    // The token is still valid: only the sign-in is missing.
    if (refused.status === 409) return renewSession(firstRefusal, attempt);
    throw firstRefusal;
  }
  return attempt();
}

async function renewSession(firstRefusal, attempt) {
  try {
    await call('POST', `${publicApi}/auth/refresh`);
  } catch {
    await signOut();
    throw firstRefusal;
  }
  return attempt();
}

const getProfile = () => call('GET', `${publicApi}/auth/profile`);

async function signIn(username, password) {
  await call('POST', `${publicApi}/auth/login`, { username, password });
  return getProfile();
}

async function signOut() {
  const answer = await call('POST', `${publicApi}/auth/logout`);
  history.replaceState(null, '', '/login');
  return answer;
}

const createRoom = (expirationDate) =>
  call('POST', `${publicApi}/rooms`, { expirationDate, roomNamePrefix: 'browser' });

function join(name) {
  participantName = name;
  return call('POST', `${internalApi}/participants/token`, { ...room, participantName });
}

const disconnect = (name) =>
  call('DELETE', `${internalApi}/participants/${encodeURIComponent(name)}?roomName=${room.roomName}`);

/** The calls that the page makes before it shows anything. */
async function load() {
  await call('GET', `${publicApi}/preferences/security`);
  if (room.secret) await call('GET', `${internalApi}/rooms/${room.roomName}/participant-role?secret=${room.secret}`);
}

const actions = { getProfile, signIn, signOut, createRoom, join, disconnect };

/** Performs an action of a user and returns the outcome. */
globalThis.act = async (action, ...values) => {
  try {
    return await actions[action](...values);
  } catch (refused) {
    if (refused instanceof Refused) return { status: refused.status };
    throw refused;
  }
};

globalThis.loaded = load();
