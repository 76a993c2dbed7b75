import { enableLanguages } from '../shared/languages.ts';
import { activate } from './activate/enrol.ts';
import { finishActivation } from './activate/number.ts';
import { type App, type Notice, openApp } from './app.ts';
import { answerCard } from './approve/answer.ts';
import { chooseProfile } from './choose.ts';
import { askAtHome, type Wish } from './home.ts';
import type { PhoneLink } from './links.ts';
import { forgetLink, takeLink } from './open-link.ts';
import type { Phone } from './phone.ts';
import { openProfile } from './profile/profile.ts';
import { scan } from './scan.ts';
import { showScreen } from './screens.ts';
import { beginSignIn } from './sign-in.ts';
import { showUnable } from './unable.ts';
import { startWorker } from './worker.ts';

/** In a tab of Safari on iOS: keys live with the app on the home screen, and are never made here. */
const isTabOnIos = (): boolean =>
  'standalone' in navigator && navigator.standalone === false && navigator.maxTouchPoints > 1;

/** Follows a link: a new profile, or somebody who signs in. */
function follow(app: App, link: PhoneLink): Promise<Notice | undefined> {
  if (link.kind === 'activate') return activate(app, link.enrolment);
  return beginSignIn(app.phones(), link.kind === 'here' ? 'here' : link);
}

/** Of several profiles one is chosen before the camera looks: a code is soon too old. */
async function scanToSignIn(app: App): Promise<Notice | undefined> {
  const phone = await chooseProfile(app.phones());
  const link = phone && (await scan());
  if (!link) return undefined;
  return link.kind === 'activate' ? follow(app, link) : beginSignIn([phone], link.kind === 'here' ? 'here' : link);
}

async function add(app: App): Promise<Notice | undefined> {
  const link = await scan();
  return link && follow(app, link);
}

async function forgetLost(app: App): Promise<undefined> {
  for (const { device } of app.lost()) await app.forget(device);
}

/** A profile; of one that its browser has yet to confirm, the number. */
function lookAt(app: App, phone: Phone): Promise<Notice | undefined> {
  const number = phone.view()?.number;
  const isPending = number !== undefined && phone.problem()?.code !== 'phone-unknown';
  return isPending ? finishActivation(app, phone, { number }) : openProfile(app, phone);
}

function fulfil(app: App, wish: Wish): Promise<Notice | undefined> {
  if (wish.want === 'card') return answerCard(wish.phone, wish.card);
  if (wish.want === 'profile') return lookAt(app, wish.phone);
  if (wish.want === 'scan') return scanToSignIn(app);
  return wish.want === 'add' ? add(app) : forgetLost(app);
}

/** The app: one wish after the other, for as long as it is open. */
async function begin(): Promise<never> {
  const link = takeLink();
  if (isTabOnIos()) {
    showScreen('install');
    return new Promise<never>(() => {});
  }
  const app = await openApp().catch(() => showUnable('storage'));
  let notice = link && (await follow(app, link));
  forgetLink();
  for (;;) notice = await fulfil(app, await askAtHome(app, notice));
}

// The link was opened again in this very tab: the address changes and the page does not.
addEventListener('hashchange', () => location.reload());
enableLanguages();
// Without its last slash the page lies outside of the worker's scope, and has not the headers of the app.
if (location.pathname.endsWith('/')) {
  void startWorker();
  void begin();
} else location.replace(`/mobile/${location.hash}`);
