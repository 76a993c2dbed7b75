import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Locale } from '../../locales/locale.ts';
import { openChromium } from '../harness/chromium.ts';
import { type LocalRun, startPortal } from '../harness/local-run.ts';
import { sharedAssembly } from '../harness/shared-assembly.ts';
import { listenTo } from './complaints.ts';

export const PASSWORD = 'Gracht-en-Pand 42';

/** Somebody with an account. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

interface PersonOptions {
  readonly name?: string;
  readonly role?: 'member' | 'support' | 'admin';
  readonly locale?: Locale;
  readonly channel?: 'email' | 'sms';
}

/** A window of a new browser, unless `context` is given. */
interface WindowOptions extends BrowserContextOptions {
  readonly context?: BrowserContext;
  readonly path?: string;
}

/** A portal with a browser in front of it, for the tests of one file. */
export interface Portal {
  readonly run: LocalRun;
  readonly browser: Browser;
  /** A new account; every call makes another. */
  newPerson(options?: PersonOptions): Promise<Person>;
  /** Opens the portal. What the browser complains of fails the test. */
  open(options?: WindowOptions): Promise<Page>;
}

interface PortalOptions {
  /** Another configuration file. */
  readonly config?: string;
  /** With the demo organisation, as `npm start` does it. */
  readonly hasDemo?: boolean;
}

async function start({ config, hasDemo = false }: PortalOptions): Promise<LocalRun> {
  return startPortal({ assembly: await sharedAssembly(config), words: hasDemo ? [] : ['--no-demo'] });
}

/** Starts a portal (of another configuration file, if one is given) and a browser before the tests of a file, and ends both after them. */
export function usePortal(options: PortalOptions = {}): Portal {
  let started: { run: LocalRun; browser: Browser } | undefined;
  let people = 0;
  const complaints: string[] = [];
  const portal: Portal = {
    get run() {
      return running(started).run;
    },
    get browser() {
      return running(started).browser;
    },
    newPerson: (options) => createPerson(portal.run, ++people, options),
    async open({ context, path = '/', ...options } = {}) {
      const window = context ?? (await portal.browser.newContext({ locale: 'en-GB', ...options }));
      window.setDefaultTimeout(60_000);
      const page = await window.newPage();
      await listenTo(page, complaints);
      await page.goto(portal.run.url + path);
      return page;
    },
  };
  beforeAll(async () => {
    const [run, browser] = await Promise.all([start(options), openChromium()]);
    started = { run, browser };
  });
  afterEach(async () => {
    await Promise.all(portal.browser.contexts().map((context) => context.close()));
    await portal.run.faults.clear();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => Promise.all([started?.browser.close(), started?.run.stop()]));
  return portal;
}

function running<Started>(started: Started | undefined): Started {
  if (started === undefined) throw new Error('The portal has not been started.');
  return started;
}

async function createPerson(run: LocalRun, index: number, options: PersonOptions = {}): Promise<Person> {
  const { name = 'Anna de Vries', role = 'member', locale = 'en-GB', channel = 'email' } = options;
  const email = `anna${index}@example.org`;
  const person = { name, email, phone: `+3161234${String(1000 + index)}` };
  const details = ['--email', email, '--name', person.name, '--phone', person.phone, '--role', role];
  const words = ['account', 'create', ...details, '--locale', locale, '--channel', channel, '--password-stdin'];
  const { code, stderr } = await run.cli(words, `${PASSWORD}\n`);
  if (code !== 0) throw new Error(`No account for ${email}: ${stderr}`);
  return person;
}
