const PUBLIC = '/meet/api/v1';
const TIMEOUT_MS = 20_000;
const TOO_SLOW = 'The server takes too long to answer. Try again in a moment.';
const NO_ANSWER = 'The server does not answer. Check that it runs and that you are connected, then try again.';

/** What went wrong with a call. `status` is 0 if there was no answer. */
export class ApiError extends Error {
  constructor(status, message, { content, retryAfter } = {}) {
    super(message);
    this.status = status;
    this.content = content;
    this.details = content?.details ?? [];
    this.retryAfter = retryAfter;
  }
}

/** Calls an operation of the public API. */
export async function call(method, path, body, signal) {
  return (await callRaw(method, `${PUBLIC}${path}`, body, signal)).content;
}

/** Calls any path of this server, and renews the session once if it has expired. */
export async function callRaw(method, url, body, signal) {
  let answer = await send(method, url, body, signal);
  if (answer.status === 401 && (await renewSession())) answer = await send(method, url, body, signal);
  return read(answer);
}

export async function signIn(username, password) {
  return read(await send('POST', `${PUBLIC}/auth/login`, { username, password }));
}

/** The address of the page for signing in at a provider, which then returns to this page. */
export function providerSignIn() {
  const returnTo = location.pathname + location.hash;
  return `${PUBLIC}/auth/oidc/login?returnTo=${encodeURIComponent(returnTo)}`;
}

export function mediaUrl(recordingId, isDownload = false) {
  const url = `/meet/internal-api/v1/recordings/${encodeURIComponent(recordingId)}/stream`;
  return isDownload ? `${url}?download=true` : url;
}

/**
 * Lets somebody in where no client can connect, as the embedded stand-in allows. Without cookies: the administrator does not become
 * the participant.
 */
export async function enter(roomName, participantName, secret) {
  return read(
    await send(
      'POST',
      '/meet/internal-api/v1/participants/token',
      { roomName, participantName, secret },
      undefined,
      'omit',
    ),
  );
}

/** What an error means to the user, in plain words. */
export function explain(error) {
  if (!(error instanceof ApiError)) {
    console.error(error);
    return 'This page has a fault. Load it again.';
  }
  const wait = error.retryAfter ? ` Try again in ${seconds(error.retryAfter)}.` : '';
  switch (error.status) {
    case 0:
      return error.message;
    case 401:
      return 'Your session has ended. Sign in again.';
    case 403:
      return 'You may not do this. It needs an administrator of this server.';
    case 422:
      return error.details.length > 0
        ? error.details.map(({ field, message }) => `${field}: ${message}`).join(' ')
        : `${error.message}.`;
    case 429:
      return `There were too many wrong tries.${wait || ' Try again in a minute.'}`;
    case 503:
      return `${error.message}.${wait || ' Try again in a moment.'}`;
    default:
      return error.status >= 500
        ? `The server has a fault (${error.status}). Its log says more.`
        : `${error.message}.`;
  }
}

let renewal;

/** Several calls may find at once that the session has expired. It is renewed once for all of them. */
function renewSession() {
  renewal ??= send('POST', `${PUBLIC}/auth/refresh`)
    .then(answer => answer.ok)
    .finally(() => (renewal = undefined));
  return renewal;
}

async function send(method, url, body, signal, credentials = 'same-origin') {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(url, {
      method,
      credentials,
      headers: body && { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      cache: 'no-store',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, timeout.aborted ? TOO_SLOW : NO_ANSWER);
  }
}

async function read(answer) {
  const content = answer.headers.get('Content-Type')?.includes('json')
    ? await answer.json().catch(error => {
        if (error instanceof SyntaxError) return undefined;
        if (error.name === 'AbortError') throw error;
        throw new ApiError(0, error.name === 'TimeoutError' ? TOO_SLOW : NO_ANSWER);
      })
    : undefined;
  if (answer.ok) return { content, headers: answer.headers };

  throw new ApiError(answer.status, content?.message ?? `The server answered with ${answer.status}`, {
    content,
    retryAfter: Number(answer.headers.get('Retry-After')) || undefined,
  });
}

function seconds(count) {
  return count === 1 ? 'a second' : `${count} seconds`;
}
