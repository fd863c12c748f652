import { call } from './api.js';
import { button, create, newId, time } from './dom.js';
import { emptyState, load, moreButton, viewHead } from './view.js';

const PAGE_SIZE = 20;

const states = {
  PENDING: ['Waiting', 'waiting'],
  DELIVERED: ['Delivered', 'good'],
  FAILED: ['Given up', 'bad'],
};

const events = {
  recordingStarted: 'Recording started',
  recordingUpdated: 'Recording updated',
  recordingEnded: 'Recording ended',
  roomFinished: 'Room finished',
};

export function showWebhooks(main, context) {
  const list = create('div', { class: 'list' });
  const filter = create(
    'select',
    { id: 'state', onchange: show },
    create('option', { value: '' }, 'All'),
    Object.entries(states).map(([value, [text]]) => create('option', { value }, text)),
  );
  main.append(
    viewHead(
      'Webhooks',
      'The events that this server has sent to another server.',
      create('div', { class: 'field' }, create('label', { for: 'state' }, 'State'), filter),
      button('Refresh', show),
    ),
    list,
  );
  show();

  function show() {
    return load(list, read, context);
  }

  async function read() {
    const [preferences, page] = await Promise.all([
      call('GET', '/preferences/webhooks', undefined, context.signal),
      readPage(),
    ]);
    return [
      create('p', { class: 'note' }, ...target(preferences)),
      ...page.items,
      moreButton(page.next, readPage, context),
      page.items.length === 0 &&
        emptyState(
          create('h2', {}, 'There are no deliveries'),
          create(
            'p',
            {},
            filter.value
              ? 'None is in this state.'
              : 'An event is sent when a room or a recording ends, for example.',
          ),
        ),
    ].filter(Boolean);
  }

  async function readPage(token) {
    const query = new URLSearchParams({ maxItems: PAGE_SIZE });
    if (filter.value) query.set('state', filter.value);
    if (token) query.set('nextPageToken', token);
    const page = await call('GET', `/preferences/webhooks/deliveries?${query}`, undefined, context.signal);
    return { items: page.deliveries.map(deliveryCard), next: page.nextPageToken };
  }
}

/** The rest of the URL may hold a secret. */
function target({ enabled, url }) {
  if (!enabled)
    return [
      'Webhooks are off. To turn them on, set ',
      create('code', {}, 'MEET_WEBHOOK_URL'),
      ' or the webhook preferences.',
    ];
  return ['Webhooks are on, and go to ', create('strong', {}, new URL(url).host), '.'];
}

function deliveryCard(delivery) {
  const id = newId('delivery');
  const [state, look] = states[delivery.state] ?? [delivery.state, 'waiting'];
  return create(
    'article',
    { class: 'card', 'aria-labelledby': id },
    create(
      'div',
      { class: 'card-head' },
      create('h2', { id }, events[delivery.event] ?? delivery.event),
      create('span', { class: `state ${look}` }, state),
    ),
    create('p', { class: 'meta' }, delivery.subject),
    create(
      'p',
      { class: 'meta' },
      'Happened ',
      time(delivery.creationDate),
      delivery.deliveredDate ? [', delivered ', time(delivery.deliveredDate)] : null,
      delivery.attempts > 0
        ? `, ${delivery.attempts === 1 ? 'one attempt' : `${delivery.attempts} attempts`}`
        : null,
      delivery.nextAttemptDate ? [', next attempt ', time(delivery.nextAttemptDate)] : null,
    ),
    delivery.lastError || (delivery.lastStatus && delivery.state !== 'DELIVERED')
      ? create(
          'p',
          { class: 'meta failure' },
          'Last failure: ',
          [delivery.lastError, delivery.lastStatus && `status ${delivery.lastStatus}`]
            .filter(Boolean)
            .join(', '),
        )
      : null,
  );
}
