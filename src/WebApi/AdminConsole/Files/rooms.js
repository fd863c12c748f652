import { call, callRaw, explain } from './api.js';
import { announce, alertBox, button, confirm, create, newId, openDialog, tabLink, time } from './dom.js';
import { peopleIn } from './people.js';
import { emptyState, every, load, moreButton, viewHead } from './view.js';

const PAGE_SIZE = 20;
const REFRESH_MS = 10_000;
const HOUR_MS = 3_600_000;

const lifetimes = [
  ['An hour', HOUR_MS],
  ['A day', 24 * HOUR_MS],
  ['A week', 7 * 24 * HOUR_MS],
  ['A month', 30 * 24 * HOUR_MS],
  ['A year', 365 * 24 * HOUR_MS],
];

const parts = { LIVEKIT_URL: 'LiveKit', MEET_SPA_DIR: 'a web client' };

/** The settings of the parts that the server lacks. */
const missing = document.body.dataset.missing.split(' ').filter(setting => setting in parts);

export function showRooms(main, context) {
  /** The shown rooms by their names. */
  let cards = new Map();
  const list = create('div', { class: 'list' });
  /** The rooms whose people are being asked for; null if none are. */
  let refreshing = null;
  main.append(
    viewHead(
      'Rooms',
      'Open a link to join a room, or send it to somebody.',
      button('Create a room', () => openCreation(show), { kind: 'primary' }),
      button('Refresh', show),
    ),
    ...missingParts(),
    list,
  );
  show();
  every(REFRESH_MS, refreshPeople, context);

  /** @param created The name of a new room, which gets the focus. */
  async function show(created) {
    cards = new Map();
    const loaded = new Map();
    // Another load may overtake this one, whose rooms are then not shown.
    if (await load(list, () => read(loaded), context, show)) {
      cards = loaded;
      if (typeof created === 'string') cards.get(created)?.title.focus();
      await refreshPeople();
    }
  }

  async function read(loaded) {
    const page = await readPage(loaded);
    return page.items.length > 0
      ? [...page.items, moreButton(page.next, token => readMore(loaded, token), context)].filter(Boolean)
      : emptyState(
          create('h2', {}, 'There are no rooms'),
          create('p', {}, 'Create one, and send its links to the people who should meet.'),
        );
  }

  async function readMore(loaded, token) {
    const page = await readPage(loaded, token);
    refreshPeople();
    return page;
  }

  async function readPage(loaded, token) {
    const query = `?maxItems=${PAGE_SIZE}${token ? `&nextPageToken=${encodeURIComponent(token)}` : ''}`;
    const { content, headers } = await callRaw(
      'GET',
      `/meet/api/v1/rooms${query}`,
      undefined,
      context.signal,
    );
    const items = content.map(room => {
      const card = roomCard(room, {
        context,
        ondelete: () => show().then(() => main.querySelector('h1').focus()),
      });
      loaded.set(room.roomName, card);
      return card.element;
    });
    return { items, next: headers.get('X-Next-Page-Token') };
  }

  /** One room after the other. If LiveKit does not answer for one, it is not asked about the others. */
  async function refreshPeople() {
    if (refreshing === cards) return;
    const own = (refreshing = cards);
    let fault;
    for (const card of own.values()) {
      if (context.signal.aborted || own !== cards) break;
      if (fault) card.showFault(fault);
      else fault = await card.refresh();
    }
    if (refreshing === own) refreshing = null;
  }
}

/** Says what a room's links lead to while the server lacks LiveKit or a web client. */
function missingParts() {
  if (missing.length === 0) return [];

  return [
    create(
      'p',
      { class: 'note' },
      'Rooms, links and tokens work. To see and hear each other, people also need ',
      missing.map(setting => parts[setting]).join(' and '),
      ': set ',
      ...missing.flatMap((setting, index) => [index > 0 && ' and ', create('code', {}, setting)]),
      '. Until then, a link opens a page that says so.',
    ),
  ];
}

function roomCard(room, { context, ondelete }) {
  const { roomName } = room;
  const id = newId('room');
  const title = create('h2', { id, tabindex: '-1' }, roomName);
  const people = peopleIn(room, context, { isStandIn: missing.includes('LIVEKIT_URL') });
  const element = create(
    'article',
    { class: 'card', 'aria-labelledby': id },
    create(
      'div',
      { class: 'card-head' },
      title,
      button('Delete', () => confirmDeletion(roomName, ondelete), { about: roomName, kind: 'quiet' }),
    ),
    create(
      'p',
      { class: 'meta' },
      'Created ',
      time(room.creationDate),
      ', expires ',
      time(room.expirationDate),
      room.maxParticipants ? `, at most ${room.maxParticipants} people` : null,
    ),
    create(
      'ul',
      { class: 'links' },
      linkRow(roomName, 'moderator', room.moderatorRoomUrl, 'May record, and disconnect others'),
      linkRow(roomName, 'publisher', room.publisherRoomUrl, 'May speak, share the screen and chat'),
    ),
    people.element,
  );
  return { element, title, refresh: people.refresh, showFault: people.showFault };
}

function linkRow(roomName, role, url, description) {
  return create(
    'li',
    {},
    create(
      'div',
      {},
      create('strong', {}, role === 'moderator' ? 'Moderator' : 'Publisher'),
      create('span', {}, description),
    ),
    create(
      'div',
      { class: 'actions' },
      tabLink('Join', url, { about: `${roomName} as ${role}` }),
      button('Copy link', () => copy(url, `The link for a ${role} of ${roomName} is copied.`), {
        about: `for a ${role} of ${roomName}`,
      }),
    ),
  );
}

/** Browsers let pages copy only over HTTPS or on localhost. Otherwise the link is shown, to be copied by hand. */
async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    announce(done);
  } catch {
    openDialog('Copy this link', close => {
      const id = newId('link');
      const field = create('input', {
        id,
        readonly: true,
        value: text,
        autofocus: true,
        onfocus: () => field.select(),
      });
      return [
        create('div', { class: 'field' }, create('label', { for: id }, 'Link'), field),
        create('div', { class: 'actions' }, button('Close', close)),
      ];
    });
  }
}

function confirmDeletion(roomName, ondelete) {
  confirm({
    title: `Delete ${roomName}?`,
    text: 'Everybody in the room is disconnected, and its links stop working. Its recordings are kept.',
    action: 'Delete the room',
    explain,
    run: async () => {
      try {
        await call('DELETE', `/rooms/${encodeURIComponent(roomName)}`);
      } catch (error) {
        if (error.status !== 404) throw error;
      }
    },
    then: () => {
      announce(`The room ${roomName} is deleted.`);
      ondelete();
    },
  });
}

function openCreation(oncreated) {
  openDialog('Create a room', close => {
    const prefix = create('input', {
      id: 'prefix',
      maxlength: '50',
      autocomplete: 'off',
      'aria-describedby': 'prefix-hint',
    });
    const lifetime = create(
      'select',
      { id: 'lifetime' },
      lifetimes.map(([text, milliseconds]) =>
        create('option', { value: milliseconds, selected: text === 'A day' }, text),
      ),
    );
    const size = create('input', {
      id: 'size',
      type: 'number',
      min: '1',
      max: '10000',
      inputmode: 'numeric',
    });
    const fault = create('div');
    const submit = create('button', { class: 'primary' }, 'Create the room');
    return [
      create(
        'form',
        {
          onsubmit: async event => {
            event.preventDefault();
            submit.disabled = true;
            try {
              const room = await call('POST', '/rooms', {
                roomNamePrefix: prefix.value || undefined,
                expirationDate: Date.now() + Number(lifetime.value),
                maxParticipants: size.value ? Number(size.value) : undefined,
              });
              close();
              announce(`The room ${room.roomName} is created.`);
              oncreated(room.roomName);
            } catch (error) {
              fault.replaceChildren(alertBox(create('p', {}, explain(error))));
              submit.disabled = false;
              submit.focus();
            }
          },
        },
        create(
          'div',
          { class: 'field' },
          create('label', { for: 'prefix' }, 'Beginning of the name (optional)'),
          prefix,
          create('p', { id: 'prefix-hint', class: 'hint' }, 'Letters, digits and hyphens are kept.'),
        ),
        create(
          'div',
          { class: 'field' },
          create('label', { for: 'lifetime' }, 'The room expires after'),
          lifetime,
        ),
        create(
          'div',
          { class: 'field' },
          create('label', { for: 'size' }, 'Most people at once (optional)'),
          size,
        ),
        fault,
        create('div', { class: 'actions' }, button('Cancel', close), submit),
      ),
    ];
  });
}
