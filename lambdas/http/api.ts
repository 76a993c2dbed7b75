import { api as account } from './api/account.ts';
import { api as approval } from './api/approval.ts';
import { api as help } from './api/help.ts';
import { api as ownData } from './api/own-data.ts';
import { api as phone } from './api/phone.ts';
import { api as phones } from './api/phones.ts';
import { api as recovery } from './api/recovery.ts';
import { api as security } from './api/security.ts';
import { api as signIn } from './api/sign-in.ts';
import { api as support } from './api/support.ts';

/**
 * The API, by route. `openapi.json` is generated from it, and tests hold every answer against it: an object has these
 * keys and no others. At run time functions need their own file in `bodies/` only; from `api/` and `answers/` they import
 * types.
 */
export const api = {
  ...signIn,
  ...approval,
  ...recovery,
  ...account,
  ...security,
  ...phones,
  ...phone,
  ...ownData,
  ...support,
  ...help,
} as const;
