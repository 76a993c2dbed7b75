import { domainToASCII } from 'node:url';
import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { RenderedEmail, SendEmail } from '../notify/sender.ts';
import { outcomeOf, patience } from './sending.ts';

let client: SESv2Client | undefined;

/**
 * Errors of SendEmail that trying again does not mend. Throttling, quotas and missing permissions are not among them:
 * they are thrown. SES accepts messages to suppressed addresses and drops them, which only its events tell.
 */
const rejections = {
  MessageRejected: 'message',
  BadRequestException: 'message',
  MailFromDomainNotVerifiedException: 'sender',
  NotFoundException: 'sender',
  AccountSuspendedException: 'account',
  SendingPausedException: 'account',
} as const;

export const sendEmail: SendEmail = async (to, email) => {
  const recipient = recipientOf(to);
  if (recipient === undefined) return { outcome: 'rejected', reason: 'recipient' };
  client ??= new SESv2Client(patience);
  return outcomeOf(client.send(new SendEmailCommand(requestFor(recipient, email))), rejections);
};

function requestFor(recipient: string, { from, subject, text, html }: RenderedEmail): SendEmailCommandInput {
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [recipient] },
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), Html: utf8(html) },
        // No out-of-office notes in return (RFC 3834; Exchange heeds only the second).
        Headers: [
          { Name: 'Auto-Submitted', Value: 'auto-generated' },
          { Name: 'X-Auto-Response-Suppress', Value: 'All' },
        ],
      },
    },
  };
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/**
 * One bare address as SES takes it (no SMTPUTF8, the domain in Punycode), or `undefined`. Quoted local parts and
 * encoded words, by which one address passes for another, are refused.
 */
function recipientOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.slice(at + 1));
  const whole = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) && local.length <= 64;
  const routable = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(domain) && domain.length <= 253;
  return whole && routable && !local.includes('=?') ? `${local}@${domain}` : undefined;
}
