import { ATTACHMENT_MOST_BYTES } from '../../lambdas/auth/ticket.ts';
import type { Upload } from '../../lambdas/http/answers/support.ts';
import { announce } from '../shared/announce.ts';
import type { Outcome, Problem } from '../shared/api.ts';
import { find, pageLocale, say } from '../shared/dom.ts';
import type { DraftFile } from '../shared/drafts.ts';
import { fill } from '../shared/format.ts';
import { createFileRow, type FileRow } from './file-row.ts';
import { words } from './file-words.ts';
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

/** The field as it stands. */
interface Field {
  readonly ways: Ways;
  readonly input: HTMLInputElement;
  readonly list: HTMLUListElement;
  readonly error: HTMLElement;
  readonly entries: Set<Entry>;
}

function remove({ ways, input, error, entries }: Field, entry: Entry): void {
  entry.abort.abort();
  entry.row.item.remove();
  entries.delete(entry);
  say(error, undefined);
  announce(fill(words.removed, { name: entry.name }));
  input.focus();
  ways.changed();
}

function add(field: Field, { name, size }: Pick<Entry, 'name' | 'size'>): Entry {
  const row = createFileRow(name, sizeText(size, pageLocale()), () => remove(field, entry));
  const entry: Entry = { row, name, size, abort: new AbortController(), state: 'unfit' };
  field.entries.add(entry);
  field.list.append(row.item);
  return entry;
}

async function send(field: Field, entry: Entry, file: File): Promise<void> {
  const progress = (share: number) => entry.row.progress(share, pageLocale());
  entry.state = 'uploading';
  progress(0);
  const result = await uploadFile(file, { begin: field.ways.begin, progress, signal: entry.abort.signal });
  if (!field.entries.has(entry)) return;
  if ('attachment' in result) {
    entry.state = result;
    entry.row.done();
    announce(fill(words.uploaded, { name: entry.name }));
    return field.ways.changed();
  }
  const { problem } = result;
  if (problem && field.ways.left(problem)) return;
  const isUnfit = problem?.code === 'attachment-refused';
  const sentence = isUnfit ? words.refused : words.failed;
  entry.state = isUnfit ? 'unfit' : 'failed';
  entry.row.fail(sentence, isUnfit ? undefined : () => void send(field, entry, file));
  announce(`${entry.name}: ${sentence}`);
}

/** Takes the files that were chosen, as far as there is room. */
function choose(field: Field): void {
  const { input, error, entries } = field;
  const chosen = [...(input.files ?? [])];
  const room = MOST_FILES - entries.size;
  say(error, chosen.length > room ? fill(words.tooMany, { most: MOST_FILES }) : undefined);
  for (const file of chosen.slice(0, room)) {
    const entry = add(field, file);
    const unfit = unfitOf(file);
    if (unfit === undefined) void send(field, entry, file);
    else entry.row.fail(fill(words[unfit], { size: sizeText(ATTACHMENT_MOST_BYTES, pageLocale()) }), undefined);
  }
  // The same file may be chosen again after it was removed.
  input.value = '';
}

const uploadedOf = ({ entries }: Field): readonly DraftFile[] =>
  [...entries].flatMap(({ state, name, size }) =>
    typeof state === 'string' ? [] : [{ attachment: state.attachment, name, size }],
  );

function readyOf(field: Field): ReturnType<Files['ready']> {
  const states = [...field.entries].map(({ state }) => state);
  if (states.includes('uploading')) return { sentence: words.pending };
  if (states.some((state) => typeof state === 'string')) return { sentence: words.unsent };
  return { attachments: uploadedOf(field).map(({ attachment }) => attachment) };
}

/** Prepares the field for files of the form with this name. */
export function createFiles(form: string, ways: Ways): Files {
  const field: Field = {
    ways,
    input: find(`${form}-file`, HTMLInputElement),
    list: find(`${form}-files`, HTMLUListElement),
    error: find(`${form}-file-error`, HTMLElement),
    entries: new Set(),
  };
  field.input.addEventListener('change', () => choose(field));
  return {
    ready: () => readyOf(field),
    uploaded: () => uploadedOf(field),
    restore(files) {
      for (const { attachment, name, size } of files) {
        const entry = add(field, { name, size });
        entry.state = { attachment };
        entry.row.done();
      }
    },
    clear() {
      for (const { abort } of field.entries) abort.abort();
      field.entries.clear();
      field.list.replaceChildren();
      say(field.error, undefined);
    },
  };
}
