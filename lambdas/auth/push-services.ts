/**
 * Where browsers have their pages woken. A subscription names any address it likes, so only those of the browsers' own
 * services are stored and called (server-side request forgery).
 */
const HOSTS: readonly RegExp[] = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^[a-z0-9-]+\.push\.apple\.com$/,
  /^[a-z0-9.-]+\.notify\.windows\.com$/,
];

const LONGEST = 1024;

/** Whether that is an address of a push service that browsers use: https, its usual port, nobody's name in it. */
export function isPushService(endpoint: string): boolean {
  if (endpoint.length > LONGEST || !URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const plain = protocol === 'https:' && port === '' && username === '' && password === '';
  return plain && HOSTS.some((host) => host.test(hostname));
}
