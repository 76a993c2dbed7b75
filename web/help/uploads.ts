import { announce } from '../shared/announce.ts';
import { ask } from '../shared/api.ts';
import { find } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import { remove as removing, tryAgain, words } from './page-words.ts';
import type { Proofs } from './proof.ts';

const MOST_FILES = 5;
const PATIENCE_MILLISECONDS = 120_000;

/** The files that go with the message. */
export interface Uploads {
  /** Ids of those that arrived; `undefined` while one is on its way or has failed. */
  ids(): readonly string[] | undefined;
}

interface Chosen {
  readonly file: File;
  readonly line: HTMLElement;
  state: 'uploading' | 'failed' | { readonly id: string };
}

interface Files {
  readonly chosen: Set<Chosen>;
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  readonly proofs: Proofs;
  readonly tell: (sentence: string) => void;
}

/** Prepares the choice of files; each is uploaded at once, and can be tried again. */
export function createUploads(proofs: Proofs, tell: (sentence: string) => void): Uploads {
  const input = find('add-file', HTMLInputElement);
  const files: Files = { chosen: new Set(), input, list: find('files', HTMLElement), proofs, tell };
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) add(files, file);
    // The same file can be chosen again after it was removed.
    input.value = '';
  });
  return {
    ids() {
      const ids = [...files.chosen].map(({ state }) => (typeof state === 'string' ? undefined : state.id));
      return ids.every((id) => id !== undefined) ? ids : undefined;
    },
  };
}

function add(files: Files, file: File): void {
  const { chosen, list, tell } = files;
  if (chosen.size >= MOST_FILES) {
    tell(words.tooManyFiles);
    return;
  }
  const one: Chosen = { file, line: element('li'), state: 'uploading' };
  chosen.add(one);
  list.append(one.line);
  void upload(files, one);
}

async function upload(files: Files, one: Chosen): Promise<void> {
  one.state = 'uploading';
  show(files, one);
  const id = await sent(one.file, files.proofs);
  if (!files.chosen.has(one)) return;
  if (id === 'refused') {
    remove(files, one);
    files.tell(fill(words.fileRefused, { name: one.file.name }));
    return;
  }
  one.state = id === 'failed' ? id : { id };
  show(files, one);
}

function remove({ chosen, list, input }: Files, one: Chosen): void {
  chosen.delete(one);
  one.line.remove();
  list.hidden = chosen.size === 0;
  input.focus();
}

function show(files: Files, one: Chosen): void {
  const { name } = one.file;
  const sentence = { uploading: words.uploading, failed: words.uploadFailed, done: words.uploaded };
  const said = fill(sentence[typeof one.state === 'string' ? one.state : 'done'], { name });
  const again = linkButton(tryAgain, fill(words.tryAgain, { name }), () => void upload(files, one));
  const away = linkButton(removing, fill(words.remove, { name }), () => remove(files, one));
  one.line.replaceChildren(
    element('span', {}, typeof one.state === 'string' ? said : name),
    ...(one.state === 'failed' ? [again] : []),
    ...(one.state === 'uploading' ? [] : [away]),
  );
  files.list.hidden = false;
  announce(said);
}

/** Uploads a file: its id, or that it is not taken, or that it did not arrive. */
async function sent(file: File, proofs: Proofs): Promise<string> {
  const proof = await proofs.ready();
  if (!proof.ok) return 'failed';
  const { name, type, size } = file;
  const body = { ...proof.answer, name, type: type.slice(0, 100), size };
  const outcome = await ask('POST /api/help/attachments', { body });
  if (!outcome.ok) {
    if (outcome.problem.code === 'puzzle-wrong') proofs.renew();
    const isRefused = outcome.problem.code === 'attachment-refused' || outcome.problem.code === 'invalid-request';
    return isRefused ? 'refused' : 'failed';
  }
  const { url, headers, attachment } = outcome.answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const response = await fetch(url, { method: 'PUT', headers, body: file, signal });
    return response.ok ? attachment : 'failed';
  } catch {
    return 'failed';
  }
}
