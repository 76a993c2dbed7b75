/** What the SDK asks for and DynamoDB Local does not check. */
export const CREDENTIALS = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
