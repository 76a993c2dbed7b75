import { beforeAll, describe, expect, it } from 'vitest';
import { MOST_ENTRIES, type Position, type TicketQuery, type TicketStore } from '../../lambdas/auth/ticket-store.ts';
import { START } from '../harness/people.ts';
import { budgetOf, changeOf, entryOf, nextId, remarkOn, replyTo, ticketOf } from '../harness/tickets.ts';

/** What every store of tickets promises, whatever it is made of. */
export function ticketsContract(start: () => Promise<TicketStore>): void {
  let store: TicketStore;
  beforeAll(async () => {
    store = await start();
  });

  const registered = async (given: Parameters<typeof ticketOf>[1] = {}, owner = nextId('owner')) => {
    const ticket = ticketOf(owner, given);
    const entry = entryOf({ at: ticket.createdAt });
    expect(await store.register(ticket, entry, budgetOf('tickets'))).toBe('registered');
    return { ticket, entry };
  };
  const now = async (id: string) => (await store.read(id))?.ticket;

  it('keeps a ticket once, as it was given, and so many a day', async () => {
    const { ticket, entry } = await registered();
    expect(await store.read(ticket.id)).toEqual({ ticket, entries: [entry] });
    expect(await store.head(ticket.id)).toEqual(ticket);
    expect(await store.register(ticket, entryOf(), budgetOf('tickets'))).toBe('repeated');
    const budget = { ...budgetOf('tickets'), most: 1 };
    expect(await store.register(ticketOf('o'), entryOf(), budget)).toBe('registered');
    expect(await store.register(ticketOf('o'), entryOf(), budget)).toBe('too-many');
    const tomorrow = entryOf({ at: START + 24 * 3600 * 1000 });
    expect(await store.register(ticketOf('o'), tomorrow, budget)).toBe('registered');
    expect(await store.read(nextId('nothing'))).toBeUndefined();
  });

  it('two replies at once are both there; a repeat is recognised, even when the ticket is closed since', async () => {
    const { ticket } = await registered();
    const [one, other] = [replyTo(ticket), replyTo(ticket)];
    expect(await Promise.all([store.reply(one), store.reply(other)])).toEqual(['added', 'added']);
    const read = await store.read(ticket.id);
    expect(read?.entries.map(({ id }) => id).sort()).toEqual(
      [read?.entries[0]?.id, one.entry.id, other.entry.id].sort(),
    );
    expect(read?.ticket).toMatchObject({ revision: 3, shown: 3, state: 'waiting', changedAt: START + 1000 });
    expect(read?.ticket.said).toEqual({ toOwner: 3, toStaff: 1 });
    expect(await store.change(changeOf(ticket, { state: 'closed' }, { seen: 3 }))).toBe('changed');
    expect(await store.reply(one)).toBe('repeated');
    expect((await store.read(ticket.id))?.entries).toHaveLength(4);
  });

  it('a closed ticket takes remarks and no replies, until it is opened again', async () => {
    const { ticket } = await registered();
    await store.change(changeOf(ticket, { state: 'closed' }));
    expect(await store.reply(replyTo(ticket))).toBe('closed');
    expect(await store.reply(remarkOn(ticket))).toBe('added');
    expect(await store.change(changeOf(ticket, { state: 'open' }, { side: 'owner', seen: 2 }))).toBe('changed');
    expect(await store.reply(replyTo(ticket))).toBe('added');
  });

  it('of a remark its owner can tell nothing', async () => {
    const { ticket } = await registered();
    await store.reply(remarkOn(ticket));
    expect(await now(ticket.id)).toEqual({ ...ticket, revision: 2 });
    const page = await store.list({ of: { owner: ownerOf(ticket) }, words: [] });
    expect(page.tickets.map(({ shown, changedAt }) => ({ shown, changedAt }))).toEqual([
      { shown: 1, changedAt: START },
    ]);
  });

  it('of two changes at once one is made, and what was not seen is not changed', async () => {
    const { ticket } = await registered();
    const assignee = { account: nextId('staff'), name: 'Bert' };
    const outcomes = await Promise.all([
      store.change(changeOf(ticket, { assignee, priority: 'high' })),
      store.change(changeOf(ticket, { state: 'closed' })),
    ]);
    expect(outcomes.toSorted()).toEqual(['changed', 'changed-meanwhile']);
    expect(await store.change(changeOf(ticket, { priority: 'low' }, { seen: 1 }))).toBe('changed-meanwhile');
    const before = await now(ticket.id);
    expect(await store.change(changeOf(ticket, { assignee: null, state: 'open' }, { seen: 2 }))).toBe('changed');
    const { assignee: _, ...rest } = { ...before };
    expect(await now(ticket.id)).toEqual({
      ...rest,
      ...{ state: 'open', revision: 3, shown: 3, changedAt: START + 2000, said: { toOwner: 3, toStaff: 1 } },
    });
  });

  it('a mail is owed once to each side, on condition that none was since', async () => {
    const { ticket } = await registered();
    const mailing = (to: 'owner' | 'staff', account: string) =>
      replyTo(ticket, { mail: { id: nextId('mail'), to, account } });
    const outcomes = await Promise.all([store.reply(mailing('owner', 'a')), store.reply(mailing('owner', 'a'))]);
    expect(outcomes.toSorted()).toEqual(['added', 'changed']);
    expect(await store.reply(mailing('staff', 'b'))).toBe('added');
    expect((await now(ticket.id))?.mailed).toEqual({ owner: START + 1000, staff: START + 1000 });
    // Without a mail only as long as the one before has not been followed.
    expect(await store.reply(replyTo(ticket, { told: 'owner' }))).toBe('added');
    await store.markRead(ticket.id, { side: 'owner' }, 4);
    expect(await store.reply(replyTo(ticket, { told: 'owner' }))).toBe('changed');
    const assignee = { account: nextId('staff'), name: 'Bert' };
    await store.change(changeOf(ticket, { assignee }, { seen: 4 }));
    expect((await now(ticket.id))?.mailed.staff).toBe(0);
  });

  it('what was read goes forward only, and no further than what there is to read', async () => {
    const { ticket } = await registered();
    for (const entry of [replyTo(ticket), remarkOn(ticket)]) await store.reply(entry);
    const readBy = async (side: 'owner' | 'staff', ...entries: readonly number[]) => {
      for (const one of entries) await store.markRead(ticket.id, { side, account: 'anybody' }, one);
      return (await now(ticket.id))?.read;
    };
    expect(await readBy('owner', 3, 1_000_000)).toEqual({ byOwner: 1, byStaff: 0 });
    expect(await readBy('owner', 2, 1)).toEqual({ byOwner: 2, byStaff: 0 });
    expect(await readBy('staff', 4, 3, 2)).toEqual({ byOwner: 2, byStaff: 3 });
    await store.markRead(nextId('nothing'), { side: 'staff', account: 'anybody' }, 1);
    const assignee = { account: nextId('staff'), name: 'Bert' };
    await store.change(changeOf(ticket, { assignee }, { seen: 3, news: 'staff' }));
    expect(await readBy('staff', 4)).toEqual({ byOwner: 2, byStaff: 3 });
    await store.markRead(ticket.id, { side: 'staff', account: assignee.account }, 4);
    expect(await readBy('staff')).toEqual({ byOwner: 2, byStaff: 4 });
  });

  it('a conversation takes so many entries', async () => {
    const { ticket } = await registered({ revision: MOST_ENTRIES - 1 });
    expect(await store.reply(replyTo(ticket))).toBe('added');
    expect(await store.reply(replyTo(ticket))).toBe('full');
    expect(await store.reply(remarkOn(ticket))).toBe('full');
    expect(await store.change(changeOf(ticket, { state: 'closed' }, { seen: MOST_ENTRIES }))).toBe('changed');
  });

  it('a day has so many replies and uploads', async () => {
    const { ticket } = await registered();
    const budget = { ...budgetOf('replies'), most: 1 };
    expect(await store.reply(replyTo(ticket, { budget }))).toBe('added');
    expect(await store.reply(replyTo(ticket, { budget }))).toBe('too-many');
    const uploads = { ...budgetOf('uploads'), most: 2 };
    expect([await store.spend(uploads, START), await store.spend(uploads, START)]).toEqual([true, true]);
    expect([await store.spend(uploads, START), await store.spend(uploads, START + 864e5)]).toEqual([false, true]);
  });

  describe('lists', () => {
    const all = async (query: TicketQuery) => {
      const pages: string[][] = [];
      let from: Position | undefined;
      do {
        const page = await store.list({ ...query, ...(from && { from }) });
        pages.push(page.tickets.map(({ id }) => id));
        from = page.next;
      } while (from && pages.length < 20);
      return pages;
    };

    it('come newest first, fifty at a time, and are one’s own', async () => {
      const owner = nextId('owner');
      const ids: string[] = [];
      for (let i = 0; i < 100; i += 1) ids.push((await registered({ changedAt: START + i }, owner)).ticket.id);
      await registered();
      const pages = await all({ of: { owner }, words: [] });
      expect(pages.filter(({ length }) => length > 0).map(({ length }) => length)).toEqual([50, 50]);
      expect(pages.flat()).toEqual(ids.toReversed());
    });

    it('are narrowed by state, by who takes care, and by words; the queue has what is open first', async () => {
      const word = nextId('word').toLowerCase();
      const make = async (state: 'open' | 'waiting' | 'closed', at: number, assignee?: string) => {
        const given = { state, changedAt: START + at, subject: `On ${word.toUpperCase()}` };
        const taken = assignee === undefined ? {} : { assignee: { account: assignee, name: 'Bert' } };
        return (await registered({ ...given, ...taken })).ticket.id;
      };
      const [open, waiting, closed] = [await make('open', 1), await make('waiting', 2, 'b'), await make('closed', 3)];
      const newer = await make('open', 4, 'b');
      const queue = (given: Partial<TicketQuery>) =>
        all({ of: { queues: ['open', 'closed'] }, words: [word], ...given });
      expect((await queue({})).flat()).toEqual([newer, waiting, open, closed]);
      expect((await queue({ states: ['open'] })).flat()).toEqual([newer, open]);
      expect((await queue({ states: ['open', 'waiting'] })).flat()).toEqual([newer, waiting, open]);
      expect((await queue({ of: { queues: ['closed'] } })).flat()).toEqual([closed]);
      expect((await queue({ assignee: 'b' })).flat()).toEqual([newer, waiting]);
      expect((await queue({ assignee: null })).flat()).toEqual([open, closed]);
      for (const found of ['vries', 'hello']) expect((await queue({ words: [word, found] })).flat()).toHaveLength(4);
      expect((await queue({ words: [word, 'nobody'] })).flat()).toEqual([]);
    });
  });
}

const ownerOf = ({ owner }: ReturnType<typeof ticketOf>): string => ('account' in owner ? owner.account : '');
