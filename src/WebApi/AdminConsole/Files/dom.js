/**
 * Creates an element. Texts become text nodes, so that no name is ever read as markup.
 * @param attributes `onclick` and the like are listeners; `true` sets an empty attribute; `false` and missing values set none.
 */
export function create(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
}

/** A button. `about` completes its name for screen readers: "Disconnect" and "Alice". */
export function button(text, onclick, { about, kind, ...attributes } = {}) {
  return create('button', { type: 'button', class: kind, onclick, ...attributes }, text, unseen(about));
}

/** A link that looks like a button and opens a new tab. */
export function tabLink(text, href, { about, ...attributes } = {}) {
  return create(
    'a',
    { class: 'button', href, target: '_blank', rel: 'noopener noreferrer', ...attributes },
    text,
    unseen(about ? `${about}, in a new tab` : 'in a new tab'),
  );
}

/** A text for screen readers only. */
export function unseen(text) {
  return text ? create('span', { class: 'unseen' }, ` ${text}`) : null;
}

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function time(milliseconds) {
  const date = new Date(milliseconds);
  return create('time', { datetime: date.toISOString() }, dates.format(date));
}

let toastTimer;

/** Shows a short message for a while. Screen readers read it out. */
export function announce(text) {
  const toast = document.querySelector('.toast');
  toast.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.textContent = ''), 6000);
}

/** A box with a message that screen readers read out at once. */
export function alertBox(...content) {
  return create('div', { class: 'alert', role: 'alert' }, ...content);
}

let ids = 0;

export function newId(prefix) {
  return `${prefix}-${++ids}`;
}

/**
 * Opens a dialog over the page. The browser keeps the focus in it, closes it with Escape, and then returns the focus.
 * @param build Gets a function that closes the dialog, and returns what the dialog shows below its title.
 */
export function openDialog(title, build, { wide = false, onclose } = {}) {
  const id = newId('dialog');
  const dialog = create('dialog', { class: wide && 'wide', 'aria-labelledby': id });
  const close = () => dialog.close();
  dialog.append(
    create('h2', { id }, title),
    create('div', { class: 'dialog-body' }, ...build(close, dialog)),
  );
  dialog.addEventListener('close', () => {
    onclose?.();
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks before something is done, and shows in the dialog if that fails.
 * @param run Does it. The dialog stays open if it throws.
 * @param then Runs after the dialog has closed and given the focus back, perhaps to what is gone now.
 * @param explain Makes a text of what was thrown.
 */
export function confirm({ title, text, action, run, then, explain }) {
  return openDialog(title, close => {
    const fault = create('div');
    const go = button(
      action,
      async () => {
        go.disabled = true;
        try {
          await run();
          close();
          then();
        } catch (error) {
          fault.replaceChildren(alertBox(create('p', {}, explain(error))));
          go.disabled = false;
          go.focus();
        }
      },
      { kind: 'danger' },
    );
    return [
      create('p', {}, text),
      fault,
      create('div', { class: 'actions' }, button('Cancel', close, { autofocus: true }), go),
    ];
  });
}
