/** `npm start`'s program, with one function more: the least, beside the portal's own. */
import { runPortal } from '../../local/portal.ts';
import { synthesize } from '../../local/stack/assembly.ts';
import { addLeast } from './least-stack.ts';

process.env.TZ = 'UTC';
const print = (words: string) => process.stdout.write(`${words}\n`);
const portal = await runPortal({
  port: Number(process.env.PORT ?? 0),
  data: process.env.GATEHOUSE_DATA ?? '.local',
  fresh: true,
  async synthesize(folder) {
    await synthesize(folder);
    await addLeast(folder);
  },
  hints: () => [],
  print,
});
const end = async (code: number) => {
  await portal.end();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0));
const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(1), 500).unref();
print(`The portal and the least are ready at ${portal.origin}`);
