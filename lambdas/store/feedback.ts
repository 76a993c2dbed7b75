import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { DocumentClient, Row } from '../aws/dynamodb.ts';

/** Rows of table `limits`: subject `feedback`, a row per month and topic, which counts answers. */
const SUBJECT = 'feedback';

export const feedbackKey = (topic: string, now: number) => ({
  subject: SUBJECT,
  scope: `${new Date(now).toISOString().slice(0, 7)}#${topic}`,
});

/** How often a help text helped in one month, and did not. */
export interface FeedbackCount {
  /** `2026-11` */
  readonly month: string;
  readonly topic: string;
  readonly yes: number;
  readonly no: number;
}

/** All that is kept, oldest month first. For operators only. */
export async function feedbackCounts(client: DocumentClient, table: string): Promise<readonly FeedbackCount[]> {
  const query = {
    TableName: table,
    KeyConditionExpression: 'subject = :subject',
    ExpressionAttributeValues: { ':subject': SUBJECT },
  };
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) rows.push(...Items);
  return rows.map(({ scope, yes, no }) => {
    const [month = '', topic = ''] = String(scope).split('#');
    return { month, topic, yes: Number(yes ?? 0), no: Number(no ?? 0) };
  });
}
