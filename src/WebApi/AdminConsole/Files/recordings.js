import { call, callRaw, explain, mediaUrl } from './api.js';
import { alertBox, announce, button, confirm, create, newId, openDialog, time } from './dom.js';
import { emptyState, load, moreButton, viewHead } from './view.js';

const PAGE_SIZE = 20;

const states = {
  STARTING: ['Starting', 'waiting'],
  ACTIVE: ['Recording now', 'waiting'],
  ENDING: ['Being finished', 'waiting'],
  COMPLETE: ['Ready', 'good'],
  LIMITED_REACHED: ['Ready, cut at the limit', 'good'],
  FAILED: ['Failed', 'bad'],
  ABORTED: ['Aborted', 'bad'],
};

export function showRecordings(main, context) {
  const list = create('div', { class: 'list' });
  main.append(
    viewHead('Recordings', 'Watch a recording, or go to any moment of it.', button('Refresh', show)),
    list,
  );
  show();

  function show() {
    return load(list, read, context);
  }

  async function read() {
    const page = await readPage();
    return page.items.length > 0
      ? [...page.items, moreButton(page.next, readPage, context)].filter(Boolean)
      : emptyState(
          create('h2', {}, 'There are no recordings'),
          create('p', {}, 'A moderator can record a room while somebody is in it.'),
        );
  }

  async function readPage(token) {
    const query = `?maxItems=${PAGE_SIZE}${token ? `&nextPageToken=${encodeURIComponent(token)}` : ''}`;
    const page = await call('GET', `/recordings${query}`, undefined, context.signal);
    return {
      items: page.recordings.map(recording => recordingCard(recording, ondelete)),
      next: page.nextPageToken,
    };
  }

  function ondelete() {
    show().then(() => main.querySelector('h1').focus());
  }
}

function recordingCard(recording, ondelete) {
  const { recordingId, roomId } = recording;
  const id = newId('recording');
  const [state, look] = states[recording.status] ?? [recording.status, 'waiting'];
  const isReady = look === 'good';
  const isOver = look !== 'waiting';
  return create(
    'article',
    { class: 'card', 'aria-labelledby': id },
    create(
      'div',
      { class: 'card-head' },
      create('h2', { id }, roomId),
      create('span', { class: `state ${look}` }, state),
    ),
    create('p', { class: 'meta' }, ...described(recording)),
    recording.error ? create('p', { class: 'meta' }, recording.error) : null,
    isOver &&
      create(
        'div',
        { class: 'actions card-foot' },
        isReady &&
          button('Play', () => openPlayer(recording), {
            about: `the recording of ${roomId}`,
            kind: 'primary',
          }),
        isReady &&
          create(
            'a',
            { class: 'button', href: mediaUrl(recordingId, true), download: recording.filename },
            'Download',
          ),
        button('Delete', () => confirmDeletion(recording, ondelete), {
          about: `the recording of ${roomId}`,
          kind: 'quiet',
        }),
      ),
  );
}

function described({ startDate, duration, size }) {
  return [time(startDate), duration ? `, ${length(duration)}` : null, size ? `, ${bytes(size)}` : null];
}

/** Hours only if there are any: 0:40, 12:05, 1:02:03. */
function length(seconds) {
  const whole = Math.round(seconds);
  const two = number => String(number).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)} long` : `${minutes}:${two(rest)} long`;
}

function bytes(count) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  const number = count / 1000 ** power;
  return `${number.toFixed(power > 0 && number < 100 ? 1 : 0)} ${units[power]}`;
}

function openPlayer(recording) {
  const url = mediaUrl(recording.recordingId);
  const fault = create('div');
  const video = create('video', {
    controls: true,
    autoplay: true,
    preload: 'metadata',
    autofocus: true,
    src: url,
  });
  let isRetried = false;
  video.addEventListener('error', retry);
  video.addEventListener('playing', () => (isRetried = false));
  openDialog(
    `Recording of ${recording.roomId}`,
    close => [
      video,
      fault,
      create('p', { class: 'meta' }, ...described(recording)),
      create('div', { class: 'actions' }, button('Close', close)),
    ],
    {
      wide: true,
      onclose: () => {
        // Otherwise the browser goes on loading.
        video.removeEventListener('error', retry);
        video.removeAttribute('src');
        video.load();
      },
    },
  );

  /** The session may have expired while the recording was paused. The player itself does not say why it failed. */
  async function retry() {
    const position = video.currentTime;
    try {
      await callRaw('HEAD', url);
      if (isRetried) {
        fault.replaceChildren(
          alertBox(create('p', {}, 'Your browser cannot play this recording. You can download it.')),
        );
        return;
      }
      isRetried = true;
      video.src = url;
      video.currentTime = position;
      await video.play();
    } catch (error) {
      // The player was paused or closed meanwhile.
      if (error instanceof DOMException) return;
      fault.replaceChildren(alertBox(create('p', {}, explain(error))));
    }
  }
}

function confirmDeletion({ recordingId, roomId }, ondelete) {
  confirm({
    title: 'Delete the recording?',
    text: `The recording of ${roomId} and its video are deleted for good.`,
    action: 'Delete the recording',
    explain,
    run: async () => {
      try {
        await call('DELETE', `/recordings/${encodeURIComponent(recordingId)}`);
      } catch (error) {
        if (error.status !== 404) throw error;
      }
    },
    then: () => {
      announce('The recording is deleted.');
      ondelete();
    },
  });
}
