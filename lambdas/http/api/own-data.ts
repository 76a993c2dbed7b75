import { Activity, Browsers, OwnData, Sessions } from '../answers/own-data.ts';
import { bodies, queries } from '../bodies/own-data.ts';
import type { ApiOf } from './route.ts';

export const api = {
  'GET /api/sessions': {
    summary: 'The browsers that are signed in. Not an activity.',
    answers: { 200: Sessions },
    problems: ['signed-out'],
  },
  'POST /api/sessions/end': {
    summary: 'Ends one session, or all but this one.',
    body: bodies['POST /api/sessions/end'],
    answers: { 200: Sessions },
    problems: ['signed-out'],
  },
  'GET /api/browsers': {
    summary: 'The browsers that the account knows. Not an activity.',
    answers: { 200: Browsers },
    problems: ['signed-out'],
  },
  'POST /api/browsers/removal': {
    summary: 'Forgets a known browser.',
    body: bodies['POST /api/browsers/removal'],
    answers: { 200: Browsers },
    problems: ['signed-out'],
  },
  'GET /api/activity': {
    summary: 'What happened to the account lately, from the audit trail. Not an activity.',
    query: queries['GET /api/activity'],
    answers: { 200: Activity },
    problems: ['signed-out'],
  },
  'POST /api/account/data': {
    summary: 'All that the portal holds about who is signed in, for one confirmation.',
    body: bodies['POST /api/account/data'],
    answers: { 200: OwnData },
    problems: ['signed-out', 'confirmation-needed', 'flow-ended', 'flow-mismatch'],
  },
} as const satisfies ApiOf<'own-data'>;
