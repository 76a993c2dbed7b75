import type { Account } from '../../../lambdas/auth/account.ts';
import type { Command, Desk, Said } from '../command.ts';
import { detailOptions } from './options.ts';
import { document, table } from './shown.ts';

export const list: Command = {
  summary: 'Lists all accounts, in no order. Reads the whole table.',
  options: {
    status: { value: 'S', says: 'Only these.', choices: ['invited', 'active', 'locked', 'disabled'] },
    role: { ...detailOptions.role, says: 'Only these.' },
  },
  run,
};

/** A person sees each page as it comes; JSON is one document, so it waits for the last. */
async function run({ needs, values, isJson, say }: Desk): Promise<Said> {
  const accounts: ReturnType<typeof document>[] = [];
  let count = 0;
  for await (const page of needs.store.accounts()) {
    const asked = page.filter(isAsked);
    if (isJson) accounts.push(...asked.map(document));
    else if (asked.length > 0) say(table(asked, count === 0));
    count += asked.length;
  }
  return { document: { accounts }, words: count === 1 ? '1 account.\n' : `${count} accounts.\n` };

  function isAsked({ status, role }: Account): boolean {
    return (values.status ?? status) === status && (values.role ?? role) === role;
  }
}
