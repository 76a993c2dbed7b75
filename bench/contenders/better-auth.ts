/** better-auth with its two-factor plugin, in-process SQLite, and argon2id at our parameters. */
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins';
import { hashPassword, verifyPassword } from '../../lambdas/auth/passwords.ts';
import { PASSWORD } from '../../test/harness/people.ts';
import { compete } from './contender.ts';

const ORIGIN = 'http://localhost:3000';
const email = 'member@example.org';
let code = '';

const options = {
  baseURL: ORIGIN,
  secret: randomBytes(32).toString('base64url'),
  database: new DatabaseSync(':memory:'),
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: async (password) => hashPassword(password, randomBytes),
      verify: async ({ hash, password }) => verifyPassword(password, hash),
    },
  },
  plugins: [
    twoFactor({
      skipVerificationOnEnable: true,
      otpOptions: {
        sendOTP: async ({ otp }) => {
          code = otp;
        },
      },
    }),
  ],
} satisfies BetterAuthOptions;

const auth = betterAuth(options);

/** Posts to the API, and tells the cookies that it set. */
async function post(path: string, body: object, cookie = ''): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: ORIGIN, ...(cookie && { cookie }) };
  const request = new Request(`${ORIGIN}/api/auth${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const answer = await auth.handler(request);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  await answer.json();
  return answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}

await (await getMigrations(options)).runMigrations();
const signedUp = await post('/sign-up/email', { email, password: PASSWORD, name: 'Member' });
await post('/two-factor/enable', { password: PASSWORD }, signedUp);

compete(async () => {
  const cookie = await post('/sign-in/email', { email, password: PASSWORD });
  await post('/two-factor/send-otp', {}, cookie);
  await post('/two-factor/verify-otp', { code }, cookie);
});
