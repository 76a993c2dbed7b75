import type { ServerResponse } from 'node:http';
import { type Fault, type Service, statusOf } from './faults.ts';

/** How each service says what went wrong. */
export function refuse(response: ServerResponse, service: Service, fault: Pick<Fault, 'error' | 'reasons'>): void {
  const { error, reasons } = fault;
  const message =
    reasons === undefined
      ? `Local fault: ${error}.`
      : `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.join(', ')}]`;
  const status = statusOf(error);
  if (service === 'sns') {
    const type = status >= 500 ? 'Receiver' : 'Sender';
    answerXml(
      response,
      status,
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${type}</Type><Code>${error}</Code><Message>${message}</Message></Error><RequestId>local</RequestId></ErrorResponse>`,
    );
    return;
  }
  const prefix = service === 'dynamodb' ? 'com.amazonaws.dynamodb.v20120810#' : '';
  const details = reasons && {
    CancellationReasons: reasons.map((Code) => (Code === 'None' ? { Code } : { Code, Message: 'Local fault.' })),
  };
  response.setHeader('x-amzn-errortype', error);
  answerJson(response, status, { __type: `${prefix}${error}`, message, ...details });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'local' });
  response.end(JSON.stringify(body));
}

export function answerXml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': 'local' });
  response.end(body);
}
