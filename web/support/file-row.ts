import { element } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import { words } from './file-words.ts';

/** How one file is shown. */
export interface FileRow {
  readonly item: HTMLLIElement;
  /** `share` from 0 to 1. */
  progress(share: number, locale: string): void;
  done(): void;
  /** Without `retry` it will never go. */
  fail(sentence: string, retry: (() => void) | undefined): void;
}

function button(label: string, name: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'link', 'aria-label': `${label}: ${name}` }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A row for a file of this name and size, as people read it. */
export function createFileRow(name: string, size: string, remove: () => void): FileRow {
  const status = element('span', { class: 'help' });
  const bar = element('progress', { max: '1', 'aria-label': name });
  const actions = element('span', { class: 'links' });
  const item = element('li', {}, element('span', { class: 'file-name' }, name), status, bar, actions);
  const removal = button(words.remove, name, remove);
  const show = (text: string, isUploading: 'uploading' | 'resting', ...others: readonly HTMLElement[]) => {
    status.textContent = text;
    bar.hidden = isUploading === 'resting';
    // What has the focus stays in its place.
    if (actions.children.length !== others.length + 1) actions.replaceChildren(...others, removal);
  };
  return {
    item,
    progress(share, locale) {
      status.classList.remove('failed');
      bar.value = share;
      const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
      show(fill(words.progress, { percent, size }), 'uploading');
    },
    done: () => show(size, 'resting'),
    fail(sentence, retry) {
      status.classList.add('failed');
      show(sentence, 'resting', ...(retry ? [button(words.retry, name, retry)] : []));
    },
  };
}
