import { draft } from './draft.ts';
import { htmlLetter } from './html.ts';
import { inertLine } from './inert.ts';
import type { Addressing, Message } from './message.ts';
import { plainText } from './plain-text.ts';
import type { RenderedEmail } from './sender.ts';

/** An e-mail, ready to send. Its subject and preview hold no secret. */
export function renderEmail(message: Message, addressing: Addressing): RenderedEmail {
  const letter = draft(message, addressing);
  const { name, senderAddress } = addressing.portal;
  return {
    from: mailbox(name, senderAddress),
    subject: letter.subject,
    text: plainText(letter),
    html: htmlLetter(letter, addressing),
  };
}

/** `"Name" <address>` (RFC 5322, 3.4); a name beyond ASCII as encoded words of at most 75 characters (RFC 2047). */
export function mailbox(name: string, address: string): string {
  const shown = inertLine(name, 60).replace(/["\\]/g, '');
  if (/^[ -~]*$/.test(shown)) return `"${shown}" <${address}>`;
  // Eleven characters are at most 44 bytes of UTF-8, which makes 72 characters with the frame around them.
  const words = (shown.match(/.{1,11}/gsu) ?? []).map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`);
  return `${words.join(' ')} <${address}>`;
}
