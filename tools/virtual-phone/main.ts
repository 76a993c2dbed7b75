import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEFAULT_FILE, readProfiles, writeProfiles } from './key-file.ts';
import { type Card, decide, enrol, look, PortalProblem, type Profile, remove, scan, textOf } from './phone.ts';

const HELP = `A phone for Gatehouse without a phone. The PIN comes in the environment variable PIN, never as an argument.

  PIN=… npm run virtual-phone -- enrol LINK [--name NAME]      prints the number to be typed in the browser
  PIN=… npm run virtual-phone -- approve [--picture NUMBER]    accepts; NUMBER is what the browser shows
  PIN=… npm run virtual-phone -- scan LINK                     reads a frame of a QR code, and accepts
        npm run virtual-phone -- deny [--report]               denies what waits
        npm run virtual-phone -- list                          profiles, and what waits for them
        npm run virtual-phone -- remove                        takes the phone off its account

  --keys FILE       where the keys are (${DEFAULT_FILE})
  --portal ORIGIN   which portal, when the file has profiles of several (the newest profile)
  --wait SECONDS    how long to wait for a question (0)
  --json            one JSON document
`;

const options = {
  name: { type: 'string' },
  picture: { type: 'string' },
  report: { type: 'boolean' },
  keys: { type: 'string' },
  portal: { type: 'string' },
  wait: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** What went wrong on this side, in one sentence. */
class Trouble extends Error {}

function parse() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Trouble(error instanceof Error ? error.message : String(error));
  }
}

const fileOf = ({ keys = DEFAULT_FILE }: Values): string => keys;

function profileOf(values: Values): Profile {
  const all = readProfiles(fileOf(values)).filter(
    ({ origin }) => values.portal === undefined || origin === values.portal,
  );
  const profile = all.at(-1);
  if (!profile) throw new Trouble(`There is no phone in ${fileOf(values)}: enrol one first.`);
  return profile;
}

function pinOf(): string {
  const pin = process.env.PIN ?? '';
  if (!/^\d{6,}$/.test(pin)) throw new Trouble('Put the PIN, six digits or more, into the environment variable PIN.');
  return pin;
}

function numberOf({ picture }: Values): number | undefined {
  if (picture === undefined) return undefined;
  if (!/^[1-9]\d$/.test(picture)) throw new Trouble('--picture is the two-digit number that the browser shows.');
  return Number(picture);
}

/** The question that is meant: the one whose card has that number, or the only kind that needs none; the first of those. */
function meant(cards: readonly Card[], number: number | undefined): Card | undefined {
  return cards.find((card) => {
    const { match, pictures } = textOf(card);
    if (match === 'none') return number === undefined;
    if (match === 'number') return number !== undefined;
    return number !== undefined && pictures?.some((picture) => picture.number === number) === true;
  });
}

async function waiting(profile: Profile, values: Values, which: (cards: readonly Card[]) => Card | undefined) {
  const patience = Number(values.wait ?? 0) * 1000;
  const began = performance.now();
  for (;;) {
    const { cards } = await look(profile);
    const card = which(cards);
    if (card) return card;
    if (performance.now() - began >= patience) {
      throw new Trouble(cards.length === 0 ? 'Nothing waits.' : 'What waits has a picture: say its number, --picture.');
    }
    await pause(1000);
  }
}

const told = (card: Card) => {
  const { purpose, person, newBrowser, browser, place, at, match } = textOf(card);
  return { purpose, person, newBrowser, browser, ...(place !== undefined && { place }), at, match };
};

const commands: Readonly<Record<string, (values: Values, argument: string) => Promise<object>>> = {
  async enrol(values, link) {
    const { profile, number, endsInSeconds } = await enrol(link, pinOf(), values.name);
    writeProfiles(fileOf(values), [...readProfiles(fileOf(values)), profile]);
    return { number, endsInSeconds, device: profile.device, keys: fileOf(values) };
  },

  async approve(values) {
    const [profile, pin, choice] = [profileOf(values), pinOf(), numberOf(values)];
    const card = await waiting(profile, values, (cards) => meant(cards, choice));
    const accepted = { decision: 'accept', pin, ...(choice !== undefined && { choice }) } as const;
    return { decision: await decide(profile, card, accepted), ...told(card) };
  },

  async scan(values, link) {
    const [profile, pin] = [profileOf(values), pinOf()];
    const card = await scan(profile, link);
    return { decision: await decide(profile, card, { decision: 'accept', pin }), ...told(card) };
  },

  async deny(values) {
    const profile = profileOf(values);
    const card = await waiting(profile, values, ([first]) => first);
    return { decision: await decide(profile, card, { decision: values.report ? 'report' : 'deny' }), ...told(card) };
  },

  async list(values) {
    const profiles = readProfiles(fileOf(values));
    const seen = await Promise.all(profiles.map(async (profile) => ({ profile, view: await look(profile) })));
    const phones = seen.map(({ profile: { origin, name }, view: { state, person, cards } }) => ({
      ...{ origin, name, person, state },
      waiting: cards.map((card) => ({ ...told(card), endsInSeconds: card.endsInSeconds })),
    }));
    return { phones };
  },

  async remove(values) {
    const profile = profileOf(values);
    await remove(profile);
    const left = readProfiles(fileOf(values)).filter(({ device }) => device !== profile.device);
    writeProfiles(fileOf(values), left);
    return { removed: profile.device };
  },
};

/** A document as lines for a person. */
function linesOf(document: object, indent = ''): string {
  return Object.entries(document)
    .map(([key, value]) => {
      if (typeof value !== 'object' || value === null) return `${indent}${key}: ${value}\n`;
      if (Array.isArray(value) && value.length === 0) return `${indent}${key}: none\n`;
      return `${indent}${key}:\n${linesOf(value, `${indent}  `)}`;
    })
    .join('');
}

async function run(): Promise<number> {
  const { values, positionals } = parse();
  const [name = '', argument = '', ...surplus] = positionals;
  const command = commands[name];
  if (values.help || !command) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const needsLink = name === 'enrol' || name === 'scan';
  if (surplus.length > 0 || needsLink !== (argument !== '')) {
    throw new Trouble(needsLink ? `${name} takes the link that the browser shows.` : `${name} takes no argument.`);
  }
  if (needsLink && !URL.canParse(argument)) throw new Trouble('That is not a link.');
  const document = await command(values, argument);
  process.stdout.write(values.json ? `${JSON.stringify(document)}\n` : linesOf(document));
  return 'decision' in document && document.decision === 'mismatched' ? 1 : 0;
}

function fail(error: unknown): number {
  const isJson = process.argv.includes('--json');
  const code = error instanceof PortalProblem ? error.code : error instanceof Trouble ? 'trouble' : 'unexpected';
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  else process.stderr.write(`${message}\n`);
  return 1;
}

process.exitCode = await run().catch(fail);
