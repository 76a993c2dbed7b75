import type { Inbox } from './inbox.ts';

const E164 = /^\+[1-9][0-9]{6,14}$/;

/** Takes an SMS as SNS's `Publish` does (Query protocol). Answers the XML, or undefined when the request is not an SMS to a phone number. */
export function publish(inbox: Inbox, body: Buffer): string | undefined {
  const form = new URLSearchParams(body.toString('utf8'));
  const to = form.get('PhoneNumber') ?? '';
  const text = form.get('Message') ?? '';
  if (form.get('Action') !== 'Publish' || !E164.test(to) || text === '') return undefined;
  const id = inbox.add({ channel: 'sms', to, from: senderOf(form), text });
  return `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></PublishResponse>`;
}

/** The sender id, or what a phone shows without one: a number of AWS's choice. */
function senderOf(form: URLSearchParams): string {
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry += 1) {
    if (form.get(`MessageAttributes.entry.${entry}.Name`) === 'AWS.SNS.SMS.SenderID') {
      return form.get(`MessageAttributes.entry.${entry}.Value.StringValue`) ?? '';
    }
  }
  return 'a number of AWS';
}
