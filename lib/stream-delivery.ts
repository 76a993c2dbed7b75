import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { wildcardResource } from './wildcards.ts';

export interface StreamDeliveryProps {
  readonly table: Table;
  readonly target: IFunction;
}

/**
 * Calls a function for every row inserted into a table. A failure is tried again for itself and not for its
 * neighbours; what cannot be delivered ends in a queue, which holds positions in the stream and not the rows: those
 * stay in the table for longer than this tries.
 */
export class StreamDelivery extends Construct {
  readonly target: IFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { table, target }: StreamDeliveryProps) {
    super(scope, id);
    this.target = target;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.deadLetters, {
      'AwsSolutions-SQS3': 'It is itself the queue of dead letters.',
      'Serverless-SQSRedrivePolicy': 'It is itself the queue of dead letters.',
    });
    grantStream(target, table);
    new EventSourceMapping(this, 'Mapping', {
      target,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
      batchSize: 10,
      // Ten lanes a shard: a message that fails delays few others.
      parallelizationFactor: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      maxRecordAge: Duration.minutes(15),
      onFailure: new SqsDlq(this.deadLetters),
    });
  }
}

/** `DynamoEventSource` would let the function list every stream of the account. */
function grantStream(target: IFunction, table: Table): void {
  const allStreams = `${table.tableArn}/stream/*`;
  target.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.tableStreamArn ?? allStreams],
    }),
  );
  target.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [allStreams] }));
  acknowledge(target.role ?? target, {
    [wildcardResource(target, allStreams)]: 'ListStreams is asked of a table, whose streams are named by their time.',
  });
}
