import { expect } from 'vitest';
import { CODE_TRIES } from '../../lambdas/auth/codes.ts';
import { CLOSING_TRIES, CODE_SENDS } from '../../lambdas/auth/limits.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import type { Row } from '../../lambdas/aws/dynamodb.ts';
import { problems } from '../../lambdas/http/problems.ts';
import { ORIGIN_SECRET } from './harness/browser.ts';
import { KEY, type Portal } from './harness/portal.ts';
import { cookieSecrets, groupBy, type World, worldOf } from './harness/world.ts';

/**
 * Holds everything an attack left behind against the invariants I1 to I10: tables, logs, outbox, messages, answers.
 * Give the same function to every check of a portal: it remembers what was terminal before.
 */
export function createInvariants(portal: Portal): () => Promise<void> {
  const terminal = new Map<string, unknown>();
  return async () => {
    await everybodyEndedIsOut(portal);
    const world = await worldOf(portal);
    sessionsAreEarned(world);
    codesAreConsumedOnce(world);
    guessesAreBounded(world);
    terminalStaysTerminal(world, terminal);
    sessionsAreReported(world);
    secretsStayHidden(world);
    failuresSayNothing(world);
    outcomesAreAudited(world);
    messagesAreBudgeted(world);
  };
}

/** I1: every session has a completed flow of the same account, epoch and token, behind a code that was sent. */
function sessionsAreEarned({ rows }: World): void {
  const flows = new Map(rows.flows.map((flow) => [flow.id, flow]));
  for (const { flow: id, account, epoch, token } of rows.sessions) {
    const flow = flows.get(id);
    if (flow?.kind === 'phone-sign-in') {
      const asked = { account, epoch, decided: { decision: 'accepted' } };
      expect(flow, 'I1').toMatchObject({ status: 'done', asked, completion: { session: token } });
      continue;
    }
    expect(flow, 'I1').toMatchObject({ status: 'done', account, completion: { session: token } });
    expect(Number(flow?.counter), 'I1').toBeGreaterThan(0);
    // A change goes on under the epoch that it made, behind a code that was counted before it was confirmed.
    if (flow?.kind === 'confirmation') expect(flow.confirmed, 'I1').toBeDefined();
    else expect([flow?.epoch, Number(flow?.triesLeft) < CODE_TRIES], 'I1').toEqual([epoch, true]);
  }
}

/** I2: no two sessions, and no two audited sign-ins, from one flow. */
function codesAreConsumedOnce({ rows }: World): void {
  const signedIn = rows.audit.filter(({ event }) => event === 'signed-in');
  for (const some of [rows.sessions, signedIn]) {
    for (const [flow, same] of groupBy(some, 'flow')) expect(same.length, `I2 ${flow}`).toBe(1);
  }
}

/** I3: never more wrong answers than tries, for each flow and each tally. */
function guessesAreBounded({ rows }: World): void {
  const wrong = groupBy(
    rows.audit.filter(({ reason }) => reason === 'wrong-code'),
    'flow',
  );
  for (const { id, triesLeft, confirmed } of rows.flows.filter(isFlow).filter((flow) => flow.triesLeft !== undefined)) {
    // What is confirmed has tries of its own for a new address.
    const tries = confirmed ? 2 * CODE_TRIES : CODE_TRIES;
    expect(Number(triesLeft), 'I3').toBeGreaterThanOrEqual(0);
    expect(wrong.get(String(id))?.length ?? 0, 'I3').toBeLessThanOrEqual(tries - Number(triesLeft));
  }
  for (const { subject, passwordTries = 0, codeTries = 0 } of rows.limits) {
    if (/^(pair|address)#/.test(String(subject))) continue;
    expect(Math.max(Number(passwordTries), Number(codeTries)), 'I3').toBeLessThanOrEqual(CLOSING_TRIES);
  }
}

/** The table holds what mails carry, too, which has no state of its own. */
const isFlow = ({ status }: Row): boolean => status !== undefined;

/** I4: a flow that is done stays as it was. */
function terminalStaysTerminal({ rows }: World, terminal: Map<string, unknown>): void {
  for (const flow of rows.flows) {
    const id = String(flow.id);
    if (terminal.has(id)) expect(flow, 'I4').toEqual(terminal.get(id));
    if (flow.status === 'done') terminal.set(id, flow);
  }
}

/** I5: the sessions that clients were told of are those that were made; a client may have got an outage instead. */
function sessionsAreReported({ rows, replies }: World): void {
  const told = new Set(cookieSecrets(replies, '__Host-session').map(hashToken));
  const made = new Set(rows.flows.map(({ completion }) => sessionOf(completion)).filter((token) => token !== ''));
  expect(
    [...told].filter((token) => !made.has(token)),
    'I5',
  ).toEqual([]);
  const failed = replies.filter(({ route, status }) => REDEMPTIONS.includes(route) && status >= 500).length;
  expect(made.size - told.size, 'I5').toBeLessThanOrEqual(failed);
}

const REDEMPTIONS = ['POST /api/sign-in/code', 'POST /api/sign-in/phone/result'];

const sessionOf = (completion: unknown): string =>
  typeof completion === 'object' && completion && 'session' in completion ? String(completion.session) : '';

/** I6: no password, code, token or key is in a table, a log line or a subject, no code in an answer, no address in a log line. */
function secretsStayHidden({ rows, replies, messages, people, logs }: World): void {
  const tables = JSON.stringify(rows);
  const subjects = messages.map(({ subject }) => subject).join('\n');
  const tokens = ['__Host-flow', '__Host-session', '__Host-known'].flatMap((name) => cookieSecrets(replies, name));
  const mailed = messages.flatMap(({ text }) => text.match(MAILED) ?? []);
  for (const secret of [KEY, ORIGIN_SECRET, ...people.map(({ password }) => password), ...tokens, ...mailed]) {
    expect(tables.includes(secret) || logs.includes(secret) || subjects.includes(secret), 'I6').toBe(false);
  }
  const codes = messages.flatMap(({ text }) => text.match(/(?<![\w+.-])(?:\d{6}|\d{8})(?![\w-])/g) ?? []);
  const answers = JSON.stringify(replies);
  for (const code of new Set(codes)) {
    const alone = new RegExp(`(?<![\\w.-])${code}(?![\\w.-])`);
    expect(
      [tables, logs, subjects, answers].filter((text) => alone.test(text)),
      `I6 ${code}`,
    ).toEqual([]);
  }
  for (const { account } of people) {
    expect(logs.includes(account.email), 'I6 e-mail').toBe(false);
    if (account.phone) expect(logs.includes(account.phone.number.slice(1)), 'I6 phone').toBe(false);
  }
}

/** The secret of an invitation's or a notice's link, and a temporary password. */
const MAILED = /(?<=#[\w-]{22}\.(?:[\w-]{22}\.)?)[\w-]{43}|\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b/g;

/** I7: who is locked, disabled or changed is signed out, however good the cookie. */
async function everybodyEndedIsOut(portal: Portal): Promise<void> {
  const { rows, replies } = await worldOf(portal);
  const accounts = new Map(rows.accounts.map((account) => [account.id, account]));
  const ended = new Set(rows.sessions.filter((session) => isOver(session, accounts.get(session.account))).map(tokenOf));
  const cookies = replies.flatMap(({ cookies }) => cookies).filter((cookie) => cookie.startsWith('__Host-session='));
  for (const cookie of new Set(cookies)) {
    const [, value = '', secret = ''] = /=([^.]*\.([^;]*));/.exec(cookie) ?? [];
    if (!ended.has(hashToken(secret))) continue;
    const browser = portal.browser();
    browser.jar.set('__Host-session', value);
    expect((await browser.send('GET /api/session')).status, 'I7').toBe(401);
  }
}

const tokenOf = ({ token }: Row): string => String(token);

const isOver = (session: Row, account: Row | undefined): boolean =>
  account?.status !== 'active' || account.epoch !== session.epoch;

/** I8: a failure tells its code and nothing else, and gives no cookie. */
function failuresSayNothing({ replies }: World): void {
  for (const { status, body, cookies, headers } of replies.filter((reply) => reply.status >= 500)) {
    const { retryAfterSeconds, ...rest } = body;
    const code = status === 503 ? 'temporarily-unavailable' : 'internal-error';
    expect({ rest, cookies }, 'I8').toEqual({
      rest: { type: 'about:blank', title: problems[code].title, status: problems[code].status, code },
      cookies: [],
    });
    expect(headers['retry-after'], 'I8').toBe(status === 503 ? String(retryAfterSeconds) : undefined);
  }
}

/** I9: each outcome has one audit entry; only those whose answer was lost may lack their client. */
function outcomesAreAudited({ rows, replies }: World): void {
  const done = rows.flows.filter(({ status }) => status === 'done');
  const ended = (event: string) => rows.audit.filter((entry) => entry.event === event && entry.by !== 'sign-in');
  const idsOf = (flows: readonly Row[]) => flows.map(({ id }) => id).toSorted();
  const flowsOf = (entries: readonly Row[]) => entries.map(({ flow }) => flow).toSorted();
  const signIns = done.filter(({ kind }) => kind === 'sign-in' || kind === 'phone-sign-in');
  expect(flowsOf(ended('signed-in')), 'I9').toEqual(idsOf(signIns));
  const changed = ['password-set', 'email-changed', 'phone-changed', 'phone-removed'].flatMap(ended);
  const others = done.filter((flow) => !signIns.includes(flow) && !isOfPhones(flow));
  expect(flowsOf(changed), 'I9').toEqual(idsOf(others));
  const activated = done.filter(({ kind, state }) => kind === 'enrolment' && state === 'done');
  expect(flowsOf(ended('device-activated')), 'I9').toEqual(idsOf(activated));
  expect(flowsOf(ended('signed-out')), 'I9').toEqual(idsOf(signIns.filter((flow) => !lives(flow, rows))));
  const refused = rows.audit.filter(({ event }) => event === 'sign-in-refused').length;
  const told = replies.filter(({ code }) => code === 'sign-in-refused').length;
  const failed = replies.filter(({ status }) => status >= 500).length;
  expect(refused, 'I9').toBeGreaterThanOrEqual(told);
  expect(refused, 'I9').toBeLessThanOrEqual(told + failed);
}

/** An activation, and the confirmation that it uses up. */
const isOfPhones = ({ kind, action }: Row): boolean => kind === 'enrolment' || action === 'activate-phone';

/** Whether the session of a sign-in is there still, or has gone on under the new token of a change. */
function lives({ id, completion }: Row, rows: World['rows']): boolean {
  const goneOn = rows.flows.filter(({ kind, status }) => kind === 'confirmation' && status === 'done');
  const token = (completion as { session?: string } | undefined)?.session;
  return rows.sessions.some(({ flow }) => flow === id) || goneOn.some(({ session }) => session === token);
}

/** I10: codes within the budget of their tally; a message leaves once. */
function messagesAreBudgeted({ rows, messages }: World): void {
  const tallies = new Map(rows.flows.map(({ id, tally }) => [id, JSON.stringify(tally)]));
  const codes = rows.outbox.filter(({ kind }) => /^(?:sign-in|confirmation|new-address)-code$/.test(String(kind)));
  for (const same of Map.groupBy(codes, ({ flow }) => tallies.get(flow)).values()) {
    const sent = same.map(({ createdAt }) => Number(createdAt)).sort((a, b) => a - b);
    for (const at of sent) {
      const within = (seconds: number) => sent.filter((other) => other > at - seconds * 1000 && other <= at).length;
      expect(within(CODE_SENDS.gapSeconds), 'I10').toBe(1);
      expect(within(3600), 'I10').toBeLessThanOrEqual(CODE_SENDS.perHour);
      expect(within(24 * 3600), 'I10').toBeLessThanOrEqual(CODE_SENDS.perDay);
    }
  }
  expect(messages.length, 'I10').toBeLessThanOrEqual(rows.outbox.length);
}
