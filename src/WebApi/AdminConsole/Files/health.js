import { ApiError, callRaw } from './api.js';
import { button, create } from './dom.js';
import { every, load, viewHead } from './view.js';

const REFRESH_MS = 15_000;

const summaries = {
  ready: 'Everything that this server needs answers.',
  degraded: 'This server works in part: something that it needs does not answer.',
  unavailable: 'This server cannot work: something that it cannot do without does not answer.',
};

export function showHealth(main, context) {
  const place = create('div', { class: 'list' });
  main.append(viewHead('Health', 'This server, and what it depends on.', button('Refresh', show)), place);
  show();
  every(REFRESH_MS, show, context);

  function show() {
    return load(place, read, context);
  }

  async function read() {
    const health = await readHealth(context.signal);
    return [
      create('p', { class: 'note' }, summaries[health.status] ?? health.status),
      create(
        'section',
        { 'aria-labelledby': 'dependencies' },
        create('h2', { id: 'dependencies' }, 'Dependencies'),
        create('dl', {}, (health.dependencies ?? []).map(dependencyRow)),
      ),
      health.events && eventsSection(health.events),
    ].filter(Boolean);
  }
}

/** A server that is not ready says so with an error status, and the same details. */
async function readHealth(signal) {
  try {
    return (await callRaw('GET', '/meet/health/ready', undefined, signal)).content;
  } catch (error) {
    if (error instanceof ApiError && error.content?.dependencies) return error.content;
    throw error;
  }
}

function dependencyRow({ purpose, description, answers }) {
  return create(
    'div',
    {},
    create('dt', {}, purpose, create('span', {}, description)),
    create('dd', { class: answers ? 'good' : 'bad' }, answers ? 'Reachable' : 'Not reachable'),
  );
}

function eventsSection({ waiting, parked }) {
  return create(
    'section',
    { 'aria-labelledby': 'events' },
    create('h2', { id: 'events' }, 'Events from LiveKit'),
    create(
      'dl',
      { class: 'figures' },
      create(
        'div',
        {},
        create('dt', {}, 'Waiting', create('span', {}, 'To be handled')),
        create('dd', {}, String(waiting)),
      ),
      create(
        'div',
        {},
        create('dt', {}, 'Given up', create('span', {}, 'After the last attempt')),
        create('dd', {}, String(parked)),
      ),
    ),
  );
}
