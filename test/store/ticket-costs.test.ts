import { beforeAll, expect, it } from 'vitest';
import { byCall, type Cost, unitsOf } from '../../bench/meter.ts';
import { REPLY_STEP, TICKET_READ_UNITS, TICKET_ROUND_TRIPS, ticketsOver } from '../../bench/ticket-costs.ts';
import { createDatabase } from '../harness/dynamodb.ts';

let tickets: ReturnType<typeof ticketsOver>;

beforeAll(async () => {
  tickets = ticketsOver(await createDatabase());
  await tickets.settle();
});

const read = ({ roundTrips, readUnits, writes }: Cost) => ({ roundTrips, readUnits, writes: unitsOf(writes) });

it('a list of fifty costs the same among fifty and among several thousand, and writes nothing', async () => {
  await tickets.fill(51);
  const [own, queue] = [read(await tickets.list('own')), read(await tickets.list('queue'))];
  await tickets.fill(3000);
  expect(read(await tickets.list('own'))).toEqual(own);
  expect(read(await tickets.list('queue'))).toEqual(queue);
  expect(own).toEqual({ roundTrips: TICKET_ROUND_TRIPS.list, readUnits: TICKET_READ_UNITS.list, writes: 0 });
  expect(queue).toEqual(own);
});

it('a reply costs what is named', async () => {
  const ticket = await tickets.register();
  const reply = await tickets.reply(ticket);
  expect(byCall(reply.writes)).toEqual(byCall(REPLY_STEP));
  expect(reply.roundTrips).toBe(TICKET_ROUND_TRIPS.reply);
  expect(read(await tickets.view(ticket))).toEqual({
    roundTrips: TICKET_ROUND_TRIPS.view,
    readUnits: TICKET_READ_UNITS.view,
    writes: 0,
  });
});
