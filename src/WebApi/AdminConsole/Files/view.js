import { explain } from './api.js';
import { alertBox, button, create } from './dom.js';

/** The head of a view: its title, which gets the focus when the view opens, and what can be done in it. */
export function viewHead(title, lead, ...actions) {
  return create(
    'div',
    { class: 'view-head' },
    create('div', {}, create('h1', { tabindex: '-1' }, title), lead && create('p', { class: 'lead' }, lead)),
    actions.length > 0 && create('div', { class: 'actions' }, ...actions),
  );
}

export function emptyState(...content) {
  return create('div', { class: 'card empty' }, ...content);
}

/**
 * Shows in a place of the page that something is loaded, then the result, or why it failed and a button to try again.
 * @returns Whether it was loaded.
 */
export async function load(place, read, context, retry = () => load(place, read, context)) {
  // An answer that another load has overtaken is not shown.
  const isLatest = begin(place);
  place.setAttribute('aria-busy', 'true');
  if (place.childElementCount === 0) place.append(create('p', { class: 'loading' }, 'Loading…'));
  try {
    const content = [await read()].flat();
    if (!isLatest()) return false;
    place.replaceChildren(...content);
    return true;
  } catch (error) {
    if (context.signal.aborted || !isLatest()) return false;
    if (error.status === 401) context.endSession();
    // Screen readers would read out the same message again.
    else if (place.querySelector(':scope > .alert p')?.textContent !== explain(error))
      place.replaceChildren(failure(error, retry));
    return false;
  } finally {
    if (isLatest()) place.removeAttribute('aria-busy');
  }
}

const loads = new WeakMap();

function begin(place) {
  const number = (loads.get(place) ?? 0) + 1;
  loads.set(place, number);
  return () => loads.get(place) === number;
}

export function failure(error, retry) {
  return alertBox(create('p', {}, explain(error)), button('Try again', retry));
}

/** A button that loads the next page and puts it before itself. It goes when there is no further page. */
export function moreButton(next, readMore, context) {
  const more = button('Show more', async () => {
    more.disabled = true;
    try {
      const page = await readMore(next);
      page.items[0]?.setAttribute('tabindex', '-1');
      more.before(...page.items);
      page.items[0]?.focus();
      if (page.next) next = page.next;
      else more.remove();
    } catch (error) {
      if (error.status === 401) context.endSession();
      else more.before(alertBox(create('p', {}, explain(error))));
    } finally {
      more.disabled = false;
    }
  });
  return next ? more : null;
}

/** Repeats something while the view is open and its tab is visible. */
export function every(milliseconds, repeat, { signal }) {
  const timer = setInterval(() => document.visibilityState === 'visible' && repeat(), milliseconds);
  signal.addEventListener('abort', () => clearInterval(timer));
}
