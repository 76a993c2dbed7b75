import type { PasswordRule } from '../../lambdas/auth/password-policy.ts';
import type { Activity, Browsers, OwnData, Sessions } from '../../lambdas/http/answers/own-data.ts';
import type { EnrolmentStep, PhoneStep, Phones } from '../../lambdas/http/answers/phones.ts';
import type {
  CodeStep,
  ConfirmedStep,
  DoneStep,
  NewPasswordStep,
  OwnAccount,
  ResetStep,
  SentStep,
  Session,
  SessionLimits,
  StartStep,
} from '../../lambdas/http/answers/steps.ts';
import type { Download, Puzzle, TicketList, TicketView, Upload } from '../../lambdas/http/answers/support.ts';
import type { ProblemCode } from '../../lambdas/http/problems.ts';

/** What is done after which no answer came is unknown, so a repeat must be safe. */
export const PATIENCE_MILLISECONDS = 20_000;

/** A refusal of the API, or `network`: no answer, or none that could be read. */
export interface Problem {
  readonly code: ProblemCode | 'network';
  readonly retryAfterSeconds?: number;
  readonly triesLeft?: number;
  readonly reason?: string;
  /** The rules that a new password does not meet. */
  readonly rules?: readonly PasswordRule[];
}

export type Outcome<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly problem: Problem };

/** The answer to each request that pages make. */
interface Answers {
  'POST /api/sign-in': CodeStep | NewPasswordStep;
  'GET /api/sign-in': CodeStep | NewPasswordStep | StartStep;
  'POST /api/sign-in/code': DoneStep;
  'POST /api/sign-in/send': CodeStep;
  'POST /api/sign-in/password': CodeStep;
  'POST /api/recovery': ResetStep | SentStep;
  'GET /api/recovery': ResetStep | StartStep;
  'POST /api/recovery/send': ResetStep;
  'POST /api/recovery/password': DoneStep;
  'POST /api/recovery/username': SentStep;
  'POST /api/invitation': ResetStep;
  'POST /api/invitation/renew': SentStep;
  'GET /api/account': OwnAccount;
  'PATCH /api/account': OwnAccount;
  'POST /api/account/confirmation': CodeStep;
  'POST /api/account/confirmation/code': ConfirmedStep;
  'POST /api/account/confirmation/send': CodeStep;
  'PUT /api/account/password': DoneStep;
  'POST /api/account/email': CodeStep;
  'POST /api/account/email/code': DoneStep;
  'POST /api/account/phone': CodeStep;
  'POST /api/account/phone/code': DoneStep;
  'POST /api/account/phone/removal': DoneStep;
  'POST /api/not-me': DoneStep;
  'POST /api/sign-in/phone': PhoneStep;
  'POST /api/sign-in/phone/name': PhoneStep;
  'POST /api/sign-in/phone/series': PhoneStep;
  'GET /api/sign-in/phone': PhoneStep | StartStep;
  'POST /api/sign-in/phone/result': DoneStep;
  'GET /api/phones': Phones;
  'PATCH /api/phones': Phones;
  'POST /api/phones/removal': Phones;
  'POST /api/phones/review': Phones;
  'POST /api/phones/enrolment': EnrolmentStep;
  'GET /api/phones/enrolment': EnrolmentStep | StartStep;
  'POST /api/phones/enrolment/number': EnrolmentStep;
  'POST /api/account/confirmation/phone': PhoneStep;
  'GET /api/account/confirmation/phone': PhoneStep | StartStep;
  'POST /api/account/confirmation/phone/result': ConfirmedStep;
  'GET /api/sessions': Sessions;
  'POST /api/sessions/end': Sessions;
  'GET /api/browsers': Browsers;
  'POST /api/browsers/removal': Browsers;
  'GET /api/activity': Activity;
  'POST /api/account/data': OwnData;
  'GET /api/tickets': TicketList;
  'POST /api/tickets': TicketView;
  'GET /api/tickets/{ticket}': TicketView;
  'POST /api/tickets/{ticket}/replies': TicketView;
  'PATCH /api/tickets/{ticket}': TicketView;
  'POST /api/tickets/attachments': Upload;
  'GET /api/tickets/{ticket}/attachments/{attachment}': Download;
  'POST /api/help/puzzle': Puzzle;
  'POST /api/help/messages': SentStep;
  'POST /api/help/attachments': Upload;
  'POST /api/help/ticket': TicketView;
  'POST /api/help/ticket/replies': TicketView;
  'POST /api/help/ticket/uploads': Upload;
  'POST /api/help/ticket/attachments': Download;
  'POST /api/help/feedback': undefined;
  'GET /api/session': Session;
  'POST /api/session/activity': SessionLimits;
  'DELETE /api/session': undefined;
}

export interface RequestOptions {
  readonly body?: Readonly<Record<string, unknown>>;
  /** What the braces of the route stand for. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** 128 random bits; the same for a repeat of the same submission. */
  readonly idempotencyKey?: string;
  /** Who asks again soon does not wait long: a network that went away lets a request hang. @default 20 seconds */
  readonly patienceMilliseconds?: number;
}

function requestOf(method: string | undefined, options: RequestOptions): RequestInit {
  const { body, idempotencyKey, patienceMilliseconds = PATIENCE_MILLISECONDS } = options;
  const headers = new Headers();
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
  return {
    ...(method === undefined ? {} : { method }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers,
    cache: 'no-store',
    signal: AbortSignal.timeout(patienceMilliseconds),
  };
}

/** What a refusal says; one that no function wrote is read by its status. */
export async function readProblem(response: Response): Promise<Problem> {
  // Answers that no function wrote (the edge, a throttle) have no code; their status says enough.
  const fallback: ProblemCode =
    response.status === 429 || response.status >= 502 ? 'temporarily-unavailable' : 'internal-error';
  const document = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const told = Number(response.headers.get('retry-after'));
  const retryAfterSeconds = document.retryAfterSeconds ?? (told > 0 ? told : undefined);
  return {
    ...document,
    code: document.code ?? fallback,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function addressOf(path: string, { params = {}, query }: RequestOptions): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return query === undefined ? filled : `${filled}?${new URLSearchParams(query)}`;
}

/** Asks the API. Never throws: what goes wrong is a `Problem`. */
export async function ask<Route extends keyof Answers>(
  route: Route,
  options: RequestOptions = {},
): Promise<Outcome<Answers[Route]>> {
  const [method, path = ''] = route.split(' ');
  try {
    const response = await fetch(addressOf(path, options), requestOf(method, options));
    if (!response.ok) return { ok: false, problem: await readProblem(response) };
    const answer = response.status === 204 ? undefined : await response.json();
    return { ok: true, answer: answer as Answers[Route] };
  } catch {
    return { ok: false, problem: { code: 'network' } };
  }
}
