import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SendSms } from '../notify/sender.ts';
import { outcomeOf, patience } from './sending.ts';

let client: SNSClient | undefined;

/**
 * Errors of Publish that trying again does not mend; the rest is thrown. SNS accepts messages to numbers that opted
 * out, and those beyond the spend limit, and drops them, which only its delivery logs tell.
 */
const rejections = {
  InvalidParameterException: 'recipient',
  InvalidParameterValueException: 'recipient',
  ValidationException: 'recipient',
  OptedOutException: 'opted-out',
} as const;

export const sendSms: SendSms = async (number, text, senderId) => {
  client ??= new SNSClient(patience);
  const message = new PublishCommand({
    PhoneNumber: number,
    Message: text,
    MessageAttributes: {
      'AWS.SNS.SMS.SMSType': attribute('Transactional'),
      ...(senderId === undefined ? {} : { 'AWS.SNS.SMS.SenderID': attribute(senderId) }),
    },
  });
  return outcomeOf(client.send(message), rejections);
};

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
