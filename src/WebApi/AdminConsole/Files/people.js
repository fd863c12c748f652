import { call, enter, explain } from './api.js';
import { announce, button, confirm, create, time } from './dom.js';

/**
 * The people in a room, and those who may not come back yet. They are updated in place, so that a button keeps the focus.
 * @param isStandIn Whether nobody can connect, because there is no LiveKit.
 */
export function peopleIn(room, context, { isStandIn }) {
  const { roomName } = room;
  const path = `/rooms/${encodeURIComponent(roomName)}`;
  const note = create('p', { class: 'meta' }, 'Looking who is here…');
  const title = create('h3', { tabindex: '-1' }, 'In the room');
  const present = keyedList(title, personRow);
  const banned = keyedList(title, banRow);
  const bans = create('div', { class: 'bans', hidden: true }, create('h3', {}, 'Kept out'), banned.element);
  const element = create(
    'div',
    { class: 'inside' },
    create('div', { class: 'inside-head' }, title, isStandIn && testParticipantButton(room, refresh)),
    note,
    present.element,
    bans,
  );
  return { element, refresh, showFault };

  /** @returns What kept it from being refreshed and concerns all rooms, if anything. */
  async function refresh() {
    try {
      const [people, kept] = await Promise.all([
        call('GET', `${path}/participants`, undefined, context.signal),
        call('GET', `${path}/bans`, undefined, context.signal),
      ]);
      showPeople(people.participants);
      showBans(kept.bans);
      return undefined;
    } catch (error) {
      if (context.signal.aborted) return undefined;
      if (error.status === 401) context.endSession();
      showFault(error);
      return error.status === 404 ? undefined : error;
    }
  }

  function showPeople(participants) {
    note.textContent = 'Nobody is here.';
    note.hidden = participants.length > 0;
    title.textContent = participants.length > 0 ? `In the room: ${participants.length}` : 'In the room';
    present.show(participants, ({ participantName, joinedDate }) => `${joinedDate} ${participantName}`);
  }

  function showBans(list) {
    banned.show(list, ({ participantName, until }) => `${until} ${participantName}`);
    bans.hidden = list.length === 0;
  }

  function showFault(error) {
    note.textContent = `It is not known who is here. ${explain(error)}`;
    note.hidden = false;
    title.textContent = 'In the room';
    present.show([]);
    showBans([]);
  }

  function personRow({ participantName, joinedDate }) {
    return row(
      participantName,
      joinedDate && ['since ', time(joinedDate)],
      button('Disconnect', () => confirmDisconnection(participantName), { about: participantName }),
    );
  }

  function banRow({ participantName, until }) {
    return row(
      participantName,
      ['until ', time(until)],
      button('Let back in', () => lift(participantName), { about: participantName }),
    );
  }

  function confirmDisconnection(name) {
    confirm({
      title: `Disconnect ${name}?`,
      text: `${name} leaves the room ${roomName}, and cannot come back for a while (MEET_KICK_HOLD).`,
      action: `Disconnect ${name}`,
      explain,
      run: async () => {
        await remove(`${path}/participants/${encodeURIComponent(name)}`);
        await refresh();
      },
      then: () => {
        announce(`${name} is disconnected.`);
        title.focus();
      },
    });
  }

  async function lift(name) {
    try {
      await remove(`${path}/bans/${encodeURIComponent(name)}`);
      await refresh();
      title.focus();
      announce(`${name} can join ${roomName} again.`);
    } catch (error) {
      announce(explain(error));
    }
  }
}

/** Who has left in the meantime is out as well, and a ban that has ended is over. */
async function remove(path) {
  try {
    await call('DELETE', path);
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}

function row(name, detail, action) {
  return create(
    'li',
    {},
    create('div', {}, create('strong', {}, name), detail && create('span', {}, ...detail)),
    action,
  );
}

/**
 * A list that keeps the rows of items that stay.
 * @param fallback Gets the focus if the row that has it goes.
 */
function keyedList(fallback, makeRow) {
  const element = create('ul', { class: 'people' });
  const rows = new Map();
  return { element, show };

  function show(items, keyOf) {
    const shown = new Map(items.map(item => [keyOf(item), item]));
    for (const [key, row] of rows) {
      if (shown.has(key)) continue;
      if (row.contains(document.activeElement)) fallback.focus();
      row.remove();
      rows.delete(key);
    }
    for (const [key, item] of shown) {
      if (rows.has(key)) continue;
      rows.set(key, makeRow(item));
      element.append(rows.get(key));
    }
  }
}

/** Without LiveKit nobody can connect, so that the console lets people in who are not there, to try things out. */
function testParticipantButton(room, refresh) {
  const secret = new URL(room.publisherRoomUrl).searchParams.get('secret');
  return button(
    'Add a test participant',
    async () => {
      try {
        const name = await enterAsAny(room.roomName, secret);
        announce(`${name} is in ${room.roomName}.`);
        await refresh();
      } catch (error) {
        announce(explain(error));
      }
    },
    { about: `to ${room.roomName}`, kind: 'quiet' },
  );
}

/** Some of the names are taken, or were disconnected and may not come back yet. */
async function enterAsAny(roomName, secret) {
  const names = ['Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi'];
  for (const name of names.slice(0, -1)) {
    try {
      await enter(roomName, name, secret);
      return name;
    } catch (error) {
      if (error.status !== 403 && error.status !== 409) throw error;
    }
  }
  await enter(roomName, names.at(-1), secret);
  return names.at(-1);
}
