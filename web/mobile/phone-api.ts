import type { Card, Decided, Enrolled, EnrolmentCard, PhoneView } from '../../lambdas/http/answers/phones.ts';
import { type Outcome, PATIENCE_MILLISECONDS, type Problem, readProblem } from '../shared/api.ts';
import { type Prover, proofOf } from './keys/proof.ts';
import { keepNonce, nextNonce } from './nonces.ts';

/** The answer to each request that a phone proves. */
interface Answers {
  'GET /api/phone': PhoneView;
  'PATCH /api/phone': PhoneView;
  'DELETE /api/phone': undefined;
  'POST /api/phone/scan': Card;
  'POST /api/phone/here': Card;
  'POST /api/phone/decision': Decided;
  'PUT /api/phone/pin': PhoneView;
  'PUT /api/phone/fingerprint': PhoneView;
  'PUT /api/phone/push': PhoneView;
}

/** The answer to each request before there is a phone. */
interface NewcomerAnswers {
  'POST /api/phone/enrolment': EnrolmentCard;
  'POST /api/phone/keys': Enrolled;
}

type Route = keyof Answers | keyof NewcomerAnswers;

/** The body of a request; some are signed over the nonce that the request is proved with. */
type BodyOf = (nonce: string) => Promise<object | undefined>;

const NETWORK: Problem = { code: 'network' };

/** A look that hangs in a tunnel must not keep the next one waiting. */
const LOOK_MILLISECONDS = 5000;

async function send(route: Route, body: string | undefined, proof?: string): Promise<Response> {
  const [method = 'GET', path = ''] = route.split(' ');
  const headers = new Headers();
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (proof !== undefined) headers.set('dpop', proof);
  const signal = AbortSignal.timeout(method === 'GET' ? LOOK_MILLISECONDS : PATIENCE_MILLISECONDS);
  const response = await fetch(path, {
    method,
    headers,
    cache: 'no-store',
    signal,
    ...(body !== undefined && { body }),
  });
  keepNonce(response.headers.get('dpop-nonce'));
  return response;
}

/** What is sent twice is the very same, proof and nonce included: the portal counts and does it once. */
async function sendAgain(route: Route, body: string | undefined, proof?: string): Promise<Response> {
  try {
    return await send(route, body, proof);
  } catch {
    return send(route, body, proof);
  }
}

async function read<Answer>(response: Response): Promise<Outcome<Answer>> {
  if (!response.ok) return { ok: false, problem: await readProblem(response) };
  const answer = response.status === 204 ? undefined : await response.json();
  return { ok: true, answer: answer as Answer };
}

async function askOnce<Answer>(prover: Prover, route: Route, bodyOf: BodyOf): Promise<Outcome<Answer>> {
  const [method = 'GET', path = ''] = route.split(' ');
  const nonce = await nextNonce();
  const given = await bodyOf(nonce);
  const body = given === undefined ? undefined : JSON.stringify(given);
  const request = { method, origin: location.origin, path, body: body ?? '', nonce };
  return read(await sendAgain(route, body, await proofOf(prover, request)));
}

/**
 * Asks as this phone: each request is proved by its key and a nonce, and repeated once when the nonce is too old. Never
 * throws: what goes wrong is a `Problem`.
 */
export async function askAs<R extends keyof Answers>(
  prover: Prover,
  route: R,
  bodyOf: BodyOf = async () => undefined,
): Promise<Outcome<Answers[R]>> {
  try {
    const outcome = await askOnce<Answers[R]>(prover, route, bodyOf);
    if (outcome.ok || outcome.problem.code !== 'nonce-needed') return outcome;
    return await askOnce<Answers[R]>(prover, route, bodyOf);
  } catch {
    return { ok: false, problem: NETWORK };
  }
}

/** Asks before there is a phone: nothing is proved but what is in the body. */
export async function askAsNewcomer<R extends keyof NewcomerAnswers>(
  route: R,
  body: object,
): Promise<Outcome<NewcomerAnswers[R]>> {
  try {
    return await read(await sendAgain(route, JSON.stringify(body)));
  } catch {
    return { ok: false, problem: NETWORK };
  }
}
