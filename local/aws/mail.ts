import * as z from 'zod/mini';
import type { Inbox } from './inbox.ts';

const Content = z.object({ Data: z.string() });
/** The part of SESv2's `SendEmail` that the portal speaks: simple content, one or more addresses. */
const SendEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).check(z.minLength(1)) }),
  Content: z.object({
    Simple: z.object({
      Subject: Content,
      Body: z.object({ Text: Content, Html: z.optional(Content) }),
    }),
  }),
});

/** Takes an e-mail as SESv2 does. Throws when the request is not one. */
export function sendEmail(inbox: Inbox, body: Buffer): { MessageId: string } {
  const { FromEmailAddress, Destination, Content: content } = SendEmail.parse(JSON.parse(body.toString('utf8')));
  const { Subject, Body } = content.Simple;
  const id = inbox.add({
    channel: 'email',
    to: Destination.ToAddresses.join(', '),
    from: FromEmailAddress,
    subject: Subject.Data,
    text: Body.Text.Data,
    ...(Body.Html && { html: Body.Html.Data }),
  });
  return { MessageId: id };
}
