import { describe, expect, it } from 'vitest';
import { type Locale, locales } from '../../locales/locale.ts';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import { codeIn, codeMessage, enterCode, partsOf, reachCode, signIn, signOut } from './verbs.ts';

const portal = usePortal();

interface Sample {
  readonly browser: string;
  readonly subject: string;
  readonly sms: string;
  /** Date and time as this language writes them. */
  readonly day: RegExp;
}

const samples: Readonly<Record<Locale, Sample>> = {
  'en-GB': {
    browser: 'en-GB',
    subject: 'Your sign-in code for Gatehouse',
    sms: 'your sign-in code is',
    day: /^\d+ [A-Z][a-z]+ \d{4} at \d\d:\d\d$/,
  },
  'en-US': {
    browser: 'en-US',
    subject: 'Your sign-in code for Gatehouse',
    sms: 'your sign-in code is',
    day: /^[A-Z][a-z]+ \d+, \d{4} at \d+:\d\d\s[AP]M$/,
  },
  nl: {
    browser: 'nl-BE',
    subject: 'Uw inlogcode voor Gatehouse',
    sms: 'uw inlogcode is',
    day: /^\d+ [a-z]+ \d{4} om \d\d:\d\d$/,
  },
  fr: {
    browser: 'fr-CA',
    subject: 'Votre code de connexion à Gatehouse',
    sms: 'votre code de connexion',
    day: /^\d+ \p{Ll}+ \d{4} à \d\d:\d\d$/u,
  },
  de: {
    browser: 'de-AT',
    subject: 'Ihr Anmeldecode für Gatehouse',
    sms: 'Ihr Anmeldecode',
    day: /^\d+\. \p{L}+ \d{4} um \d\d:\d\d$/u,
  },
};

describe.each(locales)('in %s', (locale) => {
  const sample = samples[locale];

  it('signs in with a code by e-mail in the language of the browser, greets by name, and signs out', async () => {
    const person = await portal.newPerson({ locale });
    const page = await portal.open({ locale: sample.browser });
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await partsOf(page).signIn.textContent()).toBe(words[locale].signIn.signIn);

    await reachCode(page, person);
    const message = await codeMessage(portal.run, person);
    expect(message).toMatchObject({ channel: 'email', to: person.email, subject: sample.subject });
    expect(message.html).toContain(`lang="${locale}"`);
    await enterCode(page, codeIn(message.text) ?? '');
    expect(await page.locator('h1').textContent()).toBe(
      words[locale].portalScript.welcome.replace('{name}', person.name),
    );
    expect(await page.locator('#first-sign-in').textContent()).toBe(words[locale].portalScript.firstSignIn);

    await signOut(page);
    expect(await partsOf(page).startMessage.textContent()).toBe(words[locale].signInScript.why['signed-out']);
  });

  it('signs in with a code by SMS in the language that was chosen, and shows the last sign-in', async () => {
    const person = await portal.newPerson({ locale, channel: 'sms' });
    const page = await portal.open({ locale: locale === 'de' ? 'nl' : 'de' });
    await page.locator('#languages summary').click();
    await page.locator(`[data-locale="${locale}"]`).click();
    await page.locator(`html[lang="${locale}"]`).waitFor();

    await reachCode(page, person);
    const message = await codeMessage(portal.run, person);
    expect(message).toMatchObject({ channel: 'sms', to: person.phone });
    expect(message.text).toContain(sample.sms);
    expect(message.text.split('\n').at(-1)).toBe(`@localhost #${codeIn(message.text)}`);
    await enterCode(page, codeIn(message.text) ?? '');
    await signOut(page);
    // Remembered: a new tab speaks it too.
    const tab = await portal.open({ context: page.context() });
    await portal.run.advance(60);
    await signIn(tab, portal, person, 2);
    expect(await tab.locator('html').getAttribute('lang')).toBe(locale);
    expect(await tab.locator('#last-when').textContent()).toMatch(sample.day);
    expect(await tab.locator('#last-browser').textContent()).toBe('Chrome, Linux');
    expect(await tab.locator('#last-place').textContent()).toBe(words[locale].portalScript.unknownPlace);
  });
});

it('writes in the language of the account, whatever the page speaks', async () => {
  const person = await portal.newPerson({ locale: 'fr' });
  const page = await portal.open({ locale: 'nl' });
  await reachCode(page, person);
  expect(await codeMessage(portal.run, person)).toMatchObject({ subject: samples.fr.subject });
});

it('speaks the first of its languages to a browser that knows none of them', async () => {
  const page = await portal.open({ locale: 'pl-PL' });
  expect(await page.locator('html').getAttribute('lang')).toBe('en-GB');
});

it('says in the language of the browser that there is no such page, and so does the status', async () => {
  const missing = await fetch(`${portal.run.url}/nothing.php`, { headers: { 'accept-language': 'nl' } });
  expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html']);
  expect(await missing.text()).toContain(words.nl.notFound.heading);
});
