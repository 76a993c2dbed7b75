import { Sha256 } from '@aws-crypto/sha256-js';
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Attachment } from '../auth/ticket.ts';
import type { AttachmentStore } from '../auth/ticket-attachments.ts';
import { Outage } from './outage.ts';

/** Time to begin an upload. */
const UPLOAD_SECONDS = 15 * 60;
const DOWNLOAD_SECONDS = 60;
/** For the function's own requests. */
const OWN_SECONDS = 60;
const PATIENCE_MILLISECONDS = 3000;
/** Whatever it is: nothing is ever shown by the browser, everything is saved. */
const TYPE = 'application/octet-stream';
const NAME = 'x-amz-meta-name';

export interface Bucket {
  readonly name: string;
  /** Its own host, for example `https://NAME.s3.eu-west-1.amazonaws.com`. */
  readonly url: string;
  readonly region: string;
}

/**
 * The bucket of attachments, by presigned requests alone: the client of S3 would be larger than all the rest. A file waits
 * under `new/FOLDER/ID`, from where it is removed after a day, and is kept under `tickets/TICKET/ID`, out of reach of
 * whoever uploaded it. Its name travels with it.
 */
export function attachments(bucket: Bucket): AttachmentStore {
  return {
    async upload(folder, { id, name, size }) {
      const headers = { 'content-type': TYPE, [NAME]: encodeURIComponent(name) };
      const signed = { ...headers, 'content-length': String(size) };
      const url = await presigned(
        bucket,
        { method: 'PUT', path: waiting(folder, id), headers: signed },
        UPLOAD_SECONDS,
      );
      return { url, headers, endsInSeconds: UPLOAD_SECONDS };
    },

    async keep(folder, id, ticket) {
      const [from, to] = [waiting(folder, id), kept(ticket, id)];
      const [there, found] = await Promise.all([to, from].map((path) => described(bucket, id, path)));
      // What a ticket has never changes, whatever its uploader has sent to the same address since.
      if (there) return there;
      if (!found) return undefined;
      const headers = { 'x-amz-copy-source': `/${bucket.name}${from}` };
      const copied = await ask(bucket, { method: 'PUT', path: to, headers });
      // S3 may find out late that it cannot copy, and then says so in an answer that began well.
      return (await copied?.text())?.includes('<CopyObjectResult') ? found : undefined;
    },
    download: (ticket, { id, name }) =>
      presigned(
        bucket,
        {
          method: 'GET',
          path: kept(ticket, id),
          query: { 'response-content-disposition': saved(name), 'response-content-type': TYPE },
        },
        DOWNLOAD_SECONDS,
      ),
  };
}

const waiting = (folder: string, id: string): string => `/new/${folder}/${id}`;
const kept = (ticket: string, id: string): string => `/tickets/${ticket}/${id}`;

/** To be saved under its name, whatever is in it (RFC 6266, RFC 8187). */
const saved = (name: string): string => `attachment; filename="file"; filename*=UTF-8''${escaped(name)}`;

interface Presigned {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request that S3 takes from whoever has its address, in exactly this form (AWS Signature Version 4, in the query). */
async function presigned(
  { url, region }: Bucket,
  { method, path, headers = {}, query = {} }: Presigned,
  seconds: number,
): Promise<string> {
  const { protocol, hostname, port, host } = new URL(url);
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: fromEnv(),
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const request = {
    method,
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path,
    query: { ...query },
    headers: { host, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', ...headers },
  };
  const signed = await signer.presign(request, {
    expiresIn: seconds,
    unhoistableHeaders: new Set(Object.keys(headers)),
  });
  const pairs = Object.entries(signed.query ?? {}).map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`);
  return `${url}${path}?${pairs.join('&')}`;
}

/** Every sign but those that RFC 3986 leaves alone, as the signature has it. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The file that lies there; undefined where there is none, or none of ours. */
async function described(bucket: Bucket, id: string, path: string): Promise<Attachment | undefined> {
  const found = await ask(bucket, { method: 'HEAD', path });
  const size = Number(found?.headers.get('content-length'));
  const name = found?.headers.get(NAME);
  return name && size > 0 ? { id, name: decodeURIComponent(name), size } : undefined;
}

/** The answer; undefined where there is nothing of that name. */
async function ask(bucket: Bucket, request: Presigned): Promise<Response | undefined> {
  const url = await presigned(bucket, request, OWN_SECONDS);
  const { method, headers = {} } = request;
  try {
    const answer = await fetch(url, { method, headers, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    if (answer.ok) return answer;
    // Who may not list a bucket is told 403 of what is not there.
    if (answer.status === 403 || answer.status === 404) return undefined;
    throw new Error(`S3 answered ${answer.status}.`);
  } catch (error) {
    throw new Outage('The bucket of attachments did not answer.', error);
  }
}
