import type { FunctionSpec } from './spec.ts';

/** What people find once they are signed in, and help for those who are not. */
export const supportFunctions = {
  support: {
    purpose: 'Signed-in people: the Technical Support System.',
    routes: {
      'GET /api/tickets': { rate: 50, burst: 100 },
      'POST /api/tickets': { rate: 20, burst: 40 },
      'GET /api/tickets/{ticket}': { rate: 50, burst: 100 },
      'POST /api/tickets/{ticket}/replies': { rate: 20, burst: 40 },
      'PATCH /api/tickets/{ticket}': { rate: 20, burst: 40 },
      'POST /api/tickets/attachments': { rate: 20, burst: 40 },
      'GET /api/tickets/{ticket}/attachments/{attachment}': { rate: 50, burst: 100 },
    },
    tables: {
      accounts: ['get', 'batch-get'],
      sessions: ['batch-get', 'update'],
      tickets: ['get', 'query', 'put', 'update'],
      limits: ['update'],
      outbox: ['put'],
      audit: ['put'],
    },
    secrets: [],
    channels: ['attachments'],
    memoryMegabytes: 512,
    timeoutSeconds: 20,
  },
  help: {
    purpose: 'Anybody: the contact form, answers to it by a mailed link, and whether a help text helped.',
    routes: {
      'POST /api/help/puzzle': { rate: 20, burst: 40 },
      'POST /api/help/messages': { rate: 10, burst: 20 },
      'POST /api/help/attachments': { rate: 10, burst: 20 },
      'POST /api/help/ticket': { rate: 20, burst: 40 },
      'POST /api/help/ticket/replies': { rate: 10, burst: 20 },
      'POST /api/help/ticket/attachments': { rate: 20, burst: 40 },
      'POST /api/help/feedback': { rate: 20, burst: 40 },
    },
    tables: {
      tickets: ['get', 'query', 'put', 'update'],
      limits: ['put', 'update'],
      outbox: ['put'],
    },
    secrets: ['keys'],
    channels: ['attachments'],
    memoryMegabytes: 512,
    timeoutSeconds: 20,
  },
  'own-data': {
    purpose: 'Signed-in people: their sessions, known browsers, recent activity, and all that is held about them.',
    routes: {
      'GET /api/sessions': { rate: 50, burst: 100 },
      'POST /api/sessions/end': { rate: 20, burst: 40 },
      'GET /api/browsers': { rate: 50, burst: 100 },
      'POST /api/browsers/removal': { rate: 20, burst: 40 },
      'GET /api/activity': { rate: 50, burst: 100 },
      'POST /api/account/data': { rate: 5, burst: 10 },
    },
    tables: {
      accounts: ['get', 'batch-get'],
      sessions: ['batch-get', 'query', 'update', 'delete', 'check'],
      flows: ['get', 'update'],
      devices: ['query'],
      limits: ['query', 'delete'],
      tickets: ['query'],
      audit: ['query', 'put'],
    },
    secrets: ['keys'],
    channels: [],
    memoryMegabytes: 512,
    timeoutSeconds: 20,
  },
} as const satisfies Record<string, FunctionSpec>;
