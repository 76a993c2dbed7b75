/** The sign-in function as it is deployed. Started with a member's number and the path of the bundle. */
import { createRequire } from 'node:module';
import { CODE_DIGITS, deriveCode } from '../../lambdas/auth/codes.ts';
import { PASSWORD } from '../../test/harness/people.ts';
import { KEYS, knownCookie, memberOf } from '../crowd.ts';
import { eventOf } from '../environment.ts';
import { compete, counter } from './contender.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly cookies: readonly string[];
}

const bundle = process.argv[3] ?? '';
const { handler }: { handler(event: object, context: object): Promise<Answer> } = createRequire(bundle)(bundle);
const context = { getRemainingTimeInMillis: () => 10_000 };
const nextNumber = counter();

async function post(path: string, body: object, cookies: readonly string[]): Promise<Answer> {
  const answer = await handler(eventOf(`POST ${path}`, body, cookies), context);
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
  return answer;
}

compete(async () => {
  const member = memberOf(nextNumber());
  const known = knownCookie(member);
  const opened = await post('/api/sign-in', { identifier: member.email, password: PASSWORD }, [known]);
  const { flow }: { flow: string } = JSON.parse(opened.body);
  const { id: account, epoch } = member;
  const name = { purpose: 'sign-in-code', row: flow, account, epoch, keyId: 'k1', counter: 1 } as const;
  const code = deriveCode(KEYS, { ...name, digits: CODE_DIGITS });
  await post('/api/sign-in/code', { flow, code }, [known, opened.cookies[0]?.split(';')[0] ?? '']);
});
