import { OwnAccount, Session, SessionLimits } from '../answers/steps.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'GET /api/account': {
    summary: 'What the account holds, for its owner. Not an activity.',
    answers: { 200: OwnAccount },
    problems: ['signed-out'],
  },
  'GET /api/session': {
    summary: 'Who am I. Not an activity.',
    answers: { 200: Session },
    problems: ['signed-out'],
  },
  'POST /api/session/activity': {
    summary: 'The person did something: the idle time begins anew.',
    answers: { 200: SessionLimits },
    problems: ['signed-out'],
  },
  'DELETE /api/session': {
    summary: 'Signs out; a dead session too.',
    answers: { 204: null },
    problems: [],
  },
} as const satisfies ApiOf<'account'>;
