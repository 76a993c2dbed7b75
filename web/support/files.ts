import { ATTACHMENT_MOST_BYTES } from '../../lambdas/auth/ticket.ts';
import type { Upload } from '../../lambdas/http/answers/support.ts';
import { announce } from '../shared/announce.ts';
import type { Outcome, Problem } from '../shared/api.ts';
import { find, pageLocale, say } from '../shared/dom.ts';
import type { DraftFile } from '../shared/drafts.ts';
import { fill } from '../shared/format.ts';
import { createFileRow, type FileRow } from './file-row.ts';
import { words } from './page-words.ts';
import { MOST_FILES, sizeText } from './sizes.ts';
import { type NewFile, unfitOf, uploadFile } from './upload.ts';

/** The files of one form. */
export interface Files {
  /** Ids of what has been uploaded; or the sentence that says what is still in the way. */
  ready(): { readonly attachments: readonly string[] } | { readonly sentence: string };
  /** What has been uploaded, for a draft. */
  uploaded(): readonly DraftFile[];
  restore(files: readonly DraftFile[]): void;
  clear(): void;
}

interface Ways {
  readonly begin: (file: NewFile) => Promise<Outcome<Upload>>;
  /** Leaves the page, if that is what the problem means. */
  readonly left: (problem: Problem) => boolean;
  readonly changed: () => void;
}

interface Entry {
  readonly row: FileRow;
  readonly name: string;
  readonly size: number;
  readonly abort: AbortController;
  state: 'uploading' | 'failed' | 'unfit' | { readonly attachment: string };
}

/** Prepares the field for files of the form with this name. */
export function createFiles(form: string, { begin, left, changed }: Ways): Files {
  const [input, list] = [find(`${form}-file`, HTMLInputElement), find(`${form}-files`, HTMLUListElement)];
  const error = find(`${form}-file-error`, HTMLElement);
  const entries = new Set<Entry>();

  const remove = (entry: Entry) => {
    entry.abort.abort();
    entry.row.item.remove();
    entries.delete(entry);
    say(error, undefined);
    announce(fill(words.file.removed, { name: entry.name }));
    input.focus();
    changed();
  };
  const send = async (entry: Entry, file: File) => {
    entry.state = 'uploading';
    entry.row.progress(0, pageLocale());
    const { signal } = entry.abort;
    const progress = (share: number) => entry.row.progress(share, pageLocale());
    const result = await uploadFile(file, { begin, progress, signal });
    if (!entries.has(entry)) return;
    if ('attachment' in result) {
      entry.state = result;
      entry.row.done();
      announce(fill(words.file.uploaded, { name: entry.name }));
      return changed();
    }
    const { problem } = result;
    if (problem && left(problem)) return;
    const unfit = problem?.code === 'attachment-refused';
    entry.state = unfit ? 'unfit' : 'failed';
    entry.row.fail(unfit ? words.file.refused : words.file.failed, unfit ? undefined : () => void send(entry, file));
    announce(`${entry.name}: ${unfit ? words.file.refused : words.file.failed}`);
  };
  const add = (name: string, size: number): Entry => {
    const row = createFileRow(name, sizeText(size, pageLocale()), () => remove(entry));
    const entry: Entry = { row, name, size, abort: new AbortController(), state: 'unfit' };
    entries.add(entry);
    list.append(row.item);
    return entry;
  };
  const choose = (file: File) => {
    const entry = add(file.name, file.size);
    const unfit = unfitOf(file);
    if (unfit === undefined) return void send(entry, file);
    entry.row.fail(fill(words.file[unfit], { size: sizeText(ATTACHMENT_MOST_BYTES, pageLocale()) }), undefined);
  };
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])];
    const room = MOST_FILES - entries.size;
    say(error, chosen.length > room ? fill(words.file.tooMany, { most: MOST_FILES }) : undefined);
    for (const file of chosen.slice(0, room)) choose(file);
    // The same file may be chosen again after it was removed.
    input.value = '';
  });
  const uploaded = () =>
    [...entries].flatMap(({ state, name, size }) =>
      typeof state === 'string' ? [] : [{ attachment: state.attachment, name, size }],
    );
  return {
    ready() {
      const states = [...entries].map(({ state }) => state);
      if (states.includes('uploading')) return { sentence: words.file.pending };
      if (states.some((state) => typeof state === 'string')) return { sentence: words.file.unsent };
      return { attachments: uploaded().map(({ attachment }) => attachment) };
    },
    uploaded,
    restore(files) {
      for (const { attachment, name, size } of files) {
        const entry = add(name, size);
        entry.state = { attachment };
        entry.row.done();
      }
    },
    clear() {
      for (const { abort } of entries) abort.abort();
      entries.clear();
      list.replaceChildren();
      say(error, undefined);
    },
  };
}
