import type { CardText } from '../../lambdas/auth/approval.ts';
import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { fill } from '../shared/format.ts';
import { problemSentence } from '../shared/problem-words.ts';
import type { App, Notice } from './app.ts';
import { cardTextOf } from './approve/card-text.ts';
import { makeRow } from './elements.ts';
import { moment } from './facts.ts';
import { words } from './page-words.ts';
import type { Phone, WaitingCard } from './phone.ts';
import { showScreen } from './screens.ts';

/** What somebody wants next. */
export type Wish =
  | { readonly want: 'add' | 'scan' | 'forget' }
  | { readonly want: 'profile'; readonly phone: Phone }
  | { readonly want: 'card'; readonly phone: Phone; readonly card: WaitingCard };

const browserOf = ({ browser, newBrowser }: CardText): string =>
  newBrowser ? fill(words.waitingFrom, { browser }) : browser;

function cardRows(phones: readonly Phone[]): HTMLLIElement[] {
  return phones.flatMap((phone) =>
    phone.cards().map((card) => {
      const text = cardTextOf(card);
      const who = phones.length > 1 ? [text.identifier] : [];
      return makeRow(card.approval, words.purposes[text.purpose], browserOf(text), ...who);
    }),
  );
}

/** How a profile stands, where that is not as it should be. */
function troubleOf(phone: Phone): string[] {
  const view = phone.view();
  const problem = phone.problem();
  if (problem?.code === 'phone-unknown') return [words.gone];
  const lockedUntil = phone.lockedUntil();
  if (lockedUntil !== undefined) return [fill(words.locked, { time: moment(lockedUntil) })];
  if (problem) return [problemSentence(problem, problems)];
  return view?.state === 'pending' ? [words.pending] : [];
}

function profileRows(phones: readonly Phone[]): HTMLLIElement[] {
  return phones.map((phone) => {
    const { device, person, email } = phone.profile();
    return makeRow(device, person, email, ...troubleOf(phone));
  });
}

/** Rows that say the same stay: so does the focus in them. */
function putRows(place: HTMLElement, rows: readonly HTMLLIElement[]): void {
  const same = place.childElementCount === rows.length && rows.every((row, at) => place.children[at]?.isEqualNode(row));
  if (!same) place.replaceChildren(...rows);
}

function render(app: App): void {
  const phones = app.phones();
  const cards = cardRows(phones);
  const lost = app.lost();
  putRows(find('waiting-cards', HTMLElement), cards);
  putRows(find('profile-rows', HTMLElement), profileRows(phones));
  putRows(
    find('lost-profiles', HTMLElement),
    lost.map(({ email }) => Object.assign(document.createElement('li'), { textContent: email })),
  );
  find('waiting', HTMLElement).hidden = cards.length === 0;
  find('profiles', HTMLElement).hidden = phones.length === 0;
  find('scan-to-sign-in', HTMLElement).hidden = !phones.some((phone) => phone.view()?.state === 'active');
  find('add', HTMLElement).classList.toggle('button-other', phones.length > 0);
  find('no-profiles', HTMLElement).hidden = phones.length > 0 || lost.length > 0;
  find('lost', HTMLElement).hidden = lost.length === 0;
}

function wishOf(app: App, answer: string): Wish | undefined {
  if (answer === 'add' || answer === 'scan' || answer === 'forget') return { want: answer };
  for (const phone of app.phones()) {
    if (phone.profile().device === answer) return { want: 'profile', phone };
    const card = phone.cards().find(({ approval }) => approval === answer);
    if (card) return { want: 'card', phone, card };
  }
  return undefined;
}

/** Shows what waits and the profiles, until somebody wants something. */
export async function askAtHome(app: App, notice: Notice | undefined): Promise<Wish> {
  render(app);
  const screen = showScreen('home');
  if (notice) screen.message.tell(notice.tone, notice.sentence);
  app.watch(() => render(app));
  // Cards end by themselves.
  const timer = setInterval(() => render(app), 1000);
  screen.left.addEventListener('abort', () => {
    app.watch(() => {});
    clearInterval(timer);
  });
  for (;;) {
    const wish = wishOf(app, (await screen.press()).answer);
    if (wish) return wish;
  }
}
