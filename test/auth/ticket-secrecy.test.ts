import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { Refusal } from '../../lambdas/auth/refusal.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import { isStaff } from '../../lambdas/auth/ticket-access.ts';
import { startDownload } from '../../lambdas/auth/ticket-files.ts';
import {
  changeTicket,
  listTickets,
  registerTicket,
  replyToTicket,
  type TicketNeeds,
  viewTicket,
} from '../../lambdas/auth/tickets.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { ticketList, ticketView } from '../../lambdas/http/tickets.ts';
import { memoryTickets } from '../fakes/memory-tickets.ts';
import { idOf, person, repeatable, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const people: readonly Account[] = (['member', 'member', 'support', 'admin'] as const).map((role, i) =>
  person({ id: idOf(`person${i}`), email: `p${i}@example.org`, name: `Name of ${i}`, role }),
);
const STAFF = people.filter(isStaff).map(({ id: account, name }) => ({ account, name }));

/** Everybody is signed in, with a token that is their id. */
function house(): TicketNeeds {
  const sessions = {
    lifetimes: { idleSeconds: 1e6, absoluteSeconds: 1e6 },
    store: {
      async read(id: string, token: string) {
        const account = people.find((one) => one.id === id);
        const base = {
          account: id,
          token,
          epoch: 'epoch-1',
          globalEpoch: '',
          flow: 'f',
          createdAt: START,
          usedAt: START,
        };
        const session: Session = { ...base, visit: VISIT };
        return { globalEpoch: '', session, ...(account && token === hashToken(id) && { account }) };
      },
      touch: async () => 'touched' as const,
      end: async () => undefined,
    },
  };
  const files = {
    upload: async () => ({ url: '', headers: {}, endsInSeconds: 1 }),
    keep: async (folder: string, id: string) => ({ id, name: `file of ${folder}.png`, size: 1 }),
    download: async (ticket: string, { id }: { readonly id: string }) => `${ticket}/${id}`,
  };
  return { store: memoryTickets(STAFF), sessions, files, random: repeatable() };
}

const LATER = START + 60_000;

const someone = fc.nat({ max: people.length - 1 });
const someTicket = fc.nat({ max: 3 });
const action = fc.oneof(
  fc.record({ do: fc.constant('register' as const), who: someone }),
  fc.record({
    do: fc.constant('reply' as const),
    who: someone,
    ticket: someTicket,
    internal: fc.boolean(),
    again: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('change' as const),
    who: someone,
    ticket: someTicket,
    revision: fc.nat({ max: 6 }),
    wish: fc.record(
      {
        state: fc.constantFrom('open' as const, 'waiting' as const, 'closed' as const),
        priority: fc.constantFrom('low' as const, 'urgent' as const),
        assignee: fc.option(fc.constantFrom(...people.map(({ id }) => id))),
        read: fc.constant(true as const),
      },
      { requiredKeys: [] },
    ),
  }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What was said, by whom, in whose ticket. */
interface Said {
  readonly ticket: string;
  readonly text: string;
  readonly internal: boolean;
  readonly file?: string;
}

type Played = Awaited<ReturnType<typeof play>>;

/** Two people begin with a ticket each. */
const BEGINNING: readonly Action[] = [
  { do: 'register', who: 0 },
  { do: 'register', who: 2 },
];

async function play(actions: readonly Action[]) {
  const needs = house();
  const tickets: { readonly id: string; readonly owner: Account }[] = [];
  const said: Said[] = [];
  for (const [step, one] of [...BEGINNING, ...actions].entries()) {
    const account = people[one.who] ?? fail();
    const text = `#${step}# by ${account.name}`;
    const asking = { session: sessionOf(account), now: START + step * 1000, idempotencyKey: `key-${step}` };
    const ticket = tickets['ticket' in one ? one.ticket : 0]?.id ?? idOf('no-such-ticket');
    await refusable(async () => {
      if (one.do === 'register') {
        const given = { subject: `subject ${text}`, category: 'other', priority: 'normal', attachments: [] } as const;
        const { id } = (await registerTicket(needs, { ...asking, ...given, text })).ticket;
        tickets.push({ id, owner: account });
        said.push({ ticket: id, text, internal: false });
      } else if (one.do === 'reply') {
        const reply = { ...asking, ticket, text, attachments: [idOf(`file${step}`)], internal: one.internal };
        await replyToTicket(needs, reply);
        if (one.again) await replyToTicket(needs, reply);
        said.push({ ticket, text, internal: one.internal, file: idOf(`file${step}`) });
      } else {
        await changeTicket(needs, { ...asking, ...one.wish, ticket, revision: one.revision, visit: VISIT });
      }
    });
  }
  return { needs, tickets, said };
}

/** What is theirs to read; undefined where the ticket is none of theirs. */
function readable({ tickets, said }: Played, reader: Account, id: string): readonly Said[] | undefined {
  const owner = tickets.find((one) => one.id === id)?.owner;
  const all = said.filter(({ ticket }) => ticket === id);
  if (owner?.id === reader.id) return all.filter(({ internal }) => !internal);
  return isStaff(reader) ? all : undefined;
}

async function listsAreTheirs(played: Played, reader: Account) {
  const asking = { session: sessionOf(reader), now: LATER, state: 'any', search: 'subject' } as const;
  const list = (view: 'own' | 'queue') =>
    refusable(async () =>
      ticketList(await listTickets(played.needs, { ...asking, view }))
        .tickets.map(({ id }) => id)
        .sort(),
    );
  const own = played.tickets.filter(({ owner }) => owner.id === reader.id);
  expect(await list('own')).toEqual(own.map(({ id }) => id).sort());
  const all = played.tickets.map(({ id }) => id).sort();
  expect(await list('queue')).toEqual(isStaff(reader) ? all : 'not-allowed');
}

async function viewIsTheirs(played: Played, reader: Account, id: string) {
  const asking = { session: sessionOf(reader), now: LATER, ticket: id };
  const seen = await refusable(async () => ticketView(await viewTicket(played.needs, asking)));
  const theirs = readable(played, reader, id);
  if (typeof seen === 'string') return expect([seen, theirs]).toEqual(['ticket-not-found', undefined]);
  expect(seen.entries.flatMap(({ text = [] }) => text).sort()).toEqual(theirs?.map(({ text }) => text).sort());
  expect(seen.revision).toBe(seen.entries.length);
  if (!seen.staff) expect(JSON.stringify(seen)).not.toMatch(/internal|assignee/);
}

/** Files go with what they were sent with. */
async function filesAreTheirs(played: Played, reader: Account) {
  for (const { ticket, file } of played.said) {
    if (!file) continue;
    const asking = { session: sessionOf(reader), ticket, attachment: file, now: LATER };
    const url = await refusable(() => startDownload(played.needs, asking));
    const theirs = readable(played, reader, ticket);
    const isTheirs = theirs?.some((one) => one.file === file);
    expect(url).toBe(isTheirs ? `${ticket}/${file}` : theirs ? 'attachment-missing' : 'ticket-not-found');
  }
}

async function refusable<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const sessionOf = ({ id }: Account) => ({ account: id, token: id });

function fail(): never {
  throw new Error('Nobody is there.');
}

it('T67: whatever is done by whomever, nobody reads what is not theirs, and nothing that was said is lost', async () => {
  const property = fc.asyncProperty(fc.array(action, { maxLength: 14 }), async (actions) => {
    const played = await play(actions);
    for (const reader of people) {
      await listsAreTheirs(played, reader);
      for (const { id } of played.tickets) await viewIsTheirs(played, reader, id);
      await filesAreTheirs(played, reader);
    }
  });
  await fc.assert(property, { numRuns: 200 });
});
