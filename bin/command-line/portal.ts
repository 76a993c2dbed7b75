import { randomBytes } from 'node:crypto';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DeviceStore } from '../../lambdas/auth/device-store.ts';
import type { NoticeNeeds } from '../../lambdas/auth/notices.ts';
import type { OperatorNeeds } from '../../lambdas/auth/operator-deeds.ts';
import type { PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import type { ConversationStore } from '../../lambdas/auth/ticket-store.ts';
import { newId } from '../../lambdas/auth/tokens.ts';
import { readEnvironment } from '../../lambdas/env.ts';
import { deviceStore } from '../../lambdas/store/device-store.ts';
import { type FeedbackCount, feedbackCounts } from '../../lambdas/store/feedback.ts';
import { noticeBoard } from '../../lambdas/store/notice-board.ts';
import { operatorStore } from '../../lambdas/store/operators.ts';
import { ticketStore } from '../../lambdas/store/tickets.ts';
import { findDeployed } from './deployed-portal.ts';
import { findLocal } from './local-portal.ts';
import { textOf, type Values } from './words.ts';

/** A portal as it was found. */
export interface Found {
  /** The functions' environment: names of tables, settings, the origin. */
  readonly variables: Readonly<Record<string, string>>;
  readonly database: DynamoDBClientConfig;
  readonly clock: () => number;
  /** Whether it is deployed for people other than the operator. */
  readonly isDeployed: boolean;
  readonly publish: Portal['publish'];
}

export interface Portal {
  readonly needs: OperatorNeeds;
  readonly notices: NoticeNeeds;
  readonly phones: DeviceStore;
  readonly tickets: ConversationStore;
  readonly feedback: () => Promise<readonly FeedbackCount[]>;
  /** Leaves the notices next to the pages. */
  readonly publish: (notices: PublishedNotices) => Promise<void>;
  readonly origin: string;
  readonly isDeployed: boolean;
  readonly close: () => void;
}

/** Finds the portal that the options name: a deployed stack, or what runs on this machine. */
export async function openPortal(
  values: Values,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Portal> {
  const stack = textOf(values, 'stack');
  const found = await (stack === undefined ? findLocal(variables) : findDeployed(stack, values));
  const { tables, settings, origin } = readEnvironment(found.variables);
  const client = new DynamoDBClient(found.database);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const options = { client: documents, tables, auditSeconds: settings.auditSeconds };
  const by = found.isDeployed ? await operatorAt(client) : 'local';
  const { clock, isDeployed, publish } = found;
  const board = noticeBoard(documents, tables);
  return {
    needs: {
      store: operatorStore(options),
      settings,
      random: randomBytes,
      clock,
      by,
      passwordsAreTemporary: isDeployed,
    },
    notices: { board, locales: settings.locales, random: randomBytes, clock },
    phones: deviceStore({ ...options, newId: () => newId(randomBytes) }),
    tickets: ticketStore(options),
    feedback: () => feedbackCounts(documents, tables.limits),
    publish,
    origin,
    isDeployed,
    close: () => client.destroy(),
  };
}

/** The operator as AWS's own records know them: CloudTrail leads from the id of an access key to who had it. */
async function operatorAt(client: DynamoDBClient): Promise<string> {
  const { accessKeyId } = await client.config.credentials();
  return `access-key:${accessKeyId}`;
}
