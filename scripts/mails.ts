import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderEmail } from '../lambdas/notify/email.ts';
import { escapeHtml } from '../lambdas/notify/inert.ts';
import type { Addressing, Message } from '../lambdas/notify/message.ts';
import { renderSms } from '../lambdas/notify/sms.ts';
import { everyMessage } from '../test/notify/samples.ts';

/** Writes every message in every language as pages to look at: `npm run mails -- [folder]`, default `dist/mails`. */
const folder = resolve(process.argv[2] ?? 'dist/mails');

const sheet = `body{margin:24px;font:16px/24px system-ui,sans-serif;color-scheme:light dark}
section{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:16px;align-items:start}
iframe{width:100%;height:760px;border:1px solid #8888;border-radius:8px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 16px;padding:16px;border:1px solid #8888;border-radius:8px}`;

/** Writes one message as its own page, and answers with its part of the overview. */
function write(name: string, message: Message, addressing: Addressing): string {
  const { from, subject, text, html } = renderEmail(message, addressing);
  const page = `${name}.html`;
  mkdirSync(join(folder, addressing.locale), { recursive: true });
  writeFileSync(join(folder, page), html);
  const texts = [`${from}\n${subject}`, text, renderSms(message, addressing)].map(
    (part) => `<pre>${escapeHtml(part)}</pre>`,
  );
  return `<h2>${name}</h2>\n<section><iframe loading="lazy" title="${name}" src="${page}"></iframe><div>${texts.join('')}</div></section>`;
}

const parts = everyMessage.map(([name, message, addressing]) => write(name, message, addressing));
const overview = join(folder, 'index.html');
writeFileSync(
  overview,
  `<!doctype html><meta charset="utf-8"><title>Messages</title><style>${sheet}</style>\n${parts.join('\n')}\n`,
);
process.stdout.write(`${everyMessage.length} messages in ${overview}\n`);
