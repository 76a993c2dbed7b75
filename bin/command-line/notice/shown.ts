import { type Notice, standingOf } from '../../../lambdas/auth/notices.ts';
import { iso, minute } from '../time.ts';

/** A notice for scripts. */
export const document = (notice: Notice, now: number) => ({
  id: notice.id,
  severity: notice.severity,
  state: standingOf(notice, now),
  text: notice.text,
  from: iso(notice.from),
  until: iso(notice.until),
  ...(notice.link !== undefined && { link: notice.link }),
  closesSignIn: notice.closesSignIn === true,
});

/** The cells of its line for a person. */
export const cells = (notice: Notice, now: number): readonly string[] => [
  notice.id,
  standingOf(notice, now),
  notice.closesSignIn ? `${notice.severity}, closes sign-in` : notice.severity,
  minute(notice.from),
  minute(notice.until),
  shortened(Object.values(notice.text)[0] ?? ''),
];

const SHOWN_LETTERS = 60;

const shortened = (text: string): string =>
  [...text].length <= SHOWN_LETTERS ? text : `${[...text].slice(0, SHOWN_LETTERS).join('')}…`;
