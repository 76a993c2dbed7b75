import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { KEY_RING } from './crowd.ts';

/** A stand-in for AWS over https, as little as a starting function asks for: no rows, and the keys. */
export interface AwsEndpoint {
  readonly url: string;
  /** For `NODE_EXTRA_CA_CERTS` of who calls it. */
  readonly certificate: string;
  end(): void;
}

const ANSWERS: Readonly<Record<string, readonly [number, object]>> = {
  GetSecretValue: [200, { SecretString: JSON.stringify(KEY_RING) }],
  // To a delivery: somebody else has sent it. So its first call to DynamoDB is its last.
  UpdateItem: [400, { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException' }],
};

export async function startAwsEndpoint(folder: string): Promise<AwsEndpoint> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files, ...names], {
    stdio: 'ignore',
  });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const [status, answer] = ANSWERS[operation] ?? [200, {}];
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `https://localhost:${port}`, certificate, end };
}
