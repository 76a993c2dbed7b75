import { returnHint } from './hints.ts';

/** Pages that a sign-in may lead back to, and what may follow: never an address, always one of these (T59). */
const PAGES: readonly RegExp[] = [
  /^\/portal\/$/,
  /^\/portal\/account\/$/,
  /^\/portal\/phones\/$/,
  /^\/portal\/security\/$/,
  /^\/portal\/support\/(#(new|[A-Za-z0-9_-]{22}))?$/,
];

const HOME = '/portal/';

/** The path itself if a sign-in may lead there. */
export function allowedPath(path: string): string | undefined {
  return PAGES.some((page) => page.test(path)) ? path : undefined;
}

/** Where somebody was, and who that was, if it was known. */
interface Place {
  readonly path: string;
  readonly account?: string;
}

function read(): Place | undefined {
  try {
    const { path, account } = JSON.parse(returnHint.read() ?? '') as Partial<Place>;
    const allowed = allowedPath(String(path));
    return allowed === undefined ? undefined : { path: allowed, ...(account !== undefined && { account }) };
  } catch {
    return undefined;
  }
}

/** Remembers, for this tab, where the person is. */
export function keepPlace(account: string | undefined): void {
  const path = allowedPath(location.pathname + location.hash);
  if (path !== undefined)
    returnHint.write(JSON.stringify({ path, ...(account !== undefined && { account }) } satisfies Place));
}

/** Where a sign-in in this tab leads. */
export const pathAfterSignIn = (): string => read()?.path ?? HOME;

/** The place has been reached by this account, which may be another's place: then home is where one goes. */
export function arriveAs(account: string): void {
  const place = read();
  returnHint.clear();
  const isOthers = place?.account !== undefined && place.account !== account;
  if (isOthers && location.pathname !== HOME) location.replace(HOME);
}
