import { spawn } from 'node:child_process';
import type { Folder } from './folder.ts';

/** The demo organisation. These passwords protect nothing: the accounts exist on one machine, and everybody knows them. */
const ACCOUNTS = [
  {
    email: 'robin@demo.example',
    username: 'robin',
    name: 'Robin Vermeer',
    phone: '+31612345678',
    role: 'member',
    password: 'Copper-Lantern-42',
  },
  {
    email: 'admin@demo.example',
    username: 'admin',
    name: 'Alex Morgan',
    phone: '+12025550123',
    role: 'admin',
    password: 'Silver-Harbour-73',
  },
] as const;

/** How to sign in, for a person. */
export const demoHints = (): string[] => [
  'Sign in to the demo organisation (codes arrive in the local inbox):',
  ...ACCOUNTS.map(({ username, password, role }) => `  ${role.padEnd(6)}  ${username}  ${password}`),
];

/**
 * Creates the demo organisation on an empty data folder, through the operators' command line as a person would.
 * Answers whether it exists; if it could not be made, `say` has been told why.
 */
export async function createDemo(folder: Folder, port: number, data: string, say: (words: string) => void) {
  if (folder.read('demo') !== undefined) return true;
  try {
    await Promise.all(ACCOUNTS.map((account) => createAccount(account, port, data)));
    folder.write('demo', { accounts: ACCOUNTS.map((account) => account.email) });
    return true;
  } catch (error) {
    say(`The demo organisation could not be created, so nobody can sign in yet. Create an account with
  npm run portal -- account create --email you@example.org --password-stdin
${error instanceof Error ? error.message : error}`);
    return false;
  }
}

async function createAccount(account: (typeof ACCOUNTS)[number], port: number, data: string): Promise<void> {
  const { email, username, name, phone, role, password } = account;
  const words = ['--email', email, '--username', username, '--name', name, '--phone', phone, '--role', role];
  const child = spawn(
    process.execPath,
    ['bin/gatehouse.ts', 'account', 'create', ...words, '--password-stdin', '--json'],
    { env: { ...process.env, PORT: String(port), GATEHOUSE_DATA: data }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  // A command line that ends early closes its ear; what it said on the way out is what counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${password}\n`);
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0) throw new Error(Buffer.concat(said).toString('utf8').trim());
}
