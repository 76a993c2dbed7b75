import { isLocale, type Locale, locales } from '../../locales/locale.ts';
import { type Closing, isClosed } from './closing.ts';
import { OperatorRefusal } from './operator-refusal.ts';
import { newId, type Random } from './tokens.ts';

/** In the order in which they are shown. */
export const severities = ['maintenance', 'warning', 'news'] as const;

export type Severity = (typeof severities)[number];

/** A maintenance message or news item, shown before sign-in and on the dashboard. Times are milliseconds since 1970. */
export interface Notice {
  readonly id: string;
  readonly severity: Severity;
  readonly text: Readonly<Partial<Record<Locale, string>>>;
  readonly from: number;
  /** Gone from then on. */
  readonly until: number;
  /** Where to read more; https only. */
  readonly link?: string;
  /** While it is shown, only administrators sign in. */
  readonly closesSignIn?: true;
  readonly createdAt: number;
}

/** A notice as operators give it. */
export interface GivenNotice {
  readonly severity: Severity;
  /** By language. */
  readonly text: Readonly<Record<string, string>>;
  /** As `2026-12-01T18:00Z`, or with another offset; now if not given. */
  readonly from?: string;
  readonly until: string;
  readonly link?: string;
  readonly closesSignIn: boolean;
}

/** What operators do with notices. */
export interface NoticeBoard {
  all(): Promise<readonly Notice[]>;
  /** With one that closes sign-in, the functions know of it from now on, unless another one closes it until then. */
  add(notice: Notice, now: number): Promise<'added' | 'closing-planned'>;
  /** What it closed is open again. */
  remove(notice: Notice): Promise<'removed' | 'gone'>;
}

export interface NoticeNeeds {
  readonly board: NoticeBoard;
  /** The languages of the portal. */
  readonly locales: readonly Locale[];
  readonly random: Random;
  readonly clock: () => number;
}

const LONGEST_TEXT = 400;
const LONGEST_DAYS = 366;
/** Line ends, controls and what turns the direction of writing: a notice is one paragraph. */
const NOT_IN_TEXTS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Checks what was given and puts it on the board. Throws `OperatorRefusal` at the first mistake. */
export async function addNotice(needs: NoticeNeeds, given: GivenNotice): Promise<Notice> {
  const now = needs.clock();
  const notice = noticeOf(needs, given, now);
  if ((await needs.board.add(notice, now)) === 'added') return notice;
  throw new OperatorRefusal(
    'closing-planned',
    'Another notice closes sign-in already, or is going to: remove that one first.',
  );
}

/** Removes a notice and answers what it was. Throws `notice-not-found`. */
export async function removeNotice({ board }: NoticeNeeds, id: string): Promise<Notice> {
  const notice = (await board.all()).find((one) => one.id === id);
  if (notice && (await board.remove(notice)) === 'removed') return notice;
  throw new OperatorRefusal('notice-not-found', 'There is no such notice. List them with: notice list.');
}

/** Whether it is shown now, will be, or was. */
export function standingOf({ from, until }: Closing, now: number): 'shown' | 'planned' | 'over' {
  if (until <= now) return 'over';
  return isClosed({ from, until }, now) ? 'shown' : 'planned';
}

function noticeOf({ locales: offered, random }: NoticeNeeds, given: GivenNotice, now: number): Notice {
  const { severity, closesSignIn } = given;
  const from = given.from === undefined ? now : timeOf('from', given.from);
  const until = timeOf('until', given.until);
  if (until <= Math.max(from, now))
    throw invalid('notice-time', 'A notice ends after it has begun, and not in the past.');
  if (until - from > LONGEST_DAYS * 86_400_000) throw invalid('notice-time', 'A notice lasts a year at most.');
  if (closesSignIn && severity !== 'maintenance') {
    throw invalid('notice-closing', 'Only a notice of maintenance closes sign-in.');
  }
  return {
    id: newId(random),
    severity,
    text: textsOf(given.text, offered),
    from,
    until,
    ...(given.link !== undefined && { link: linkOf(given.link) }),
    ...(closesSignIn && { closesSignIn: true }),
    createdAt: now,
  };
}

function textsOf(given: Readonly<Record<string, string>>, offered: readonly Locale[]): Notice['text'] {
  const texts = Object.entries(given).map(([locale, typed]): [Locale, string] => {
    if (!isLocale(locale)) throw invalid('notice-language', `A language is one of ${locales.join(', ')}.`);
    const text = typed.normalize('NFC').trim();
    const length = [...text].length;
    if (length > 0 && length <= LONGEST_TEXT && !NOT_IN_TEXTS.test(text)) return [locale, text];
    throw invalid('notice-text', `The text in ${locale} is not 1 to ${LONGEST_TEXT} characters on one line.`);
  });
  const [first = 'en-GB'] = offered;
  // Who reads another language falls back to the first of the portal, so that one is always there.
  if (texts.some(([locale]) => locale === first)) return Object.fromEntries(texts);
  throw invalid('notice-text', `The text in ${first}, the first language of the portal, is missing.`);
}

/** RFC 3339 down to the minute; without an offset nobody knows whose hour it is. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function timeOf(name: string, typed: string): number {
  const time = TIME.test(typed) ? Date.parse(typed) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw invalid('notice-time', `--${name} is a time such as 2026-12-01T18:00Z or 2026-12-01T19:00+01:00.`);
}

const LONGEST_LINK = 500;

function linkOf(typed: string): string {
  const url = URL.parse(typed);
  const isPlain = url?.protocol === 'https:' && url.username === '' && url.password === '';
  if (url && isPlain && url.href.length <= LONGEST_LINK) return url.href;
  throw invalid('notice-link', 'A link is an https:// address, without a user name in it.');
}

type NoticeMistake = 'notice-time' | 'notice-closing' | 'notice-language' | 'notice-text' | 'notice-link';

const invalid = (code: NoticeMistake, message: string) => new OperatorRefusal(code, message);
