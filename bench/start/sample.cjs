// One start of a function, in a fresh process: loads the bundle, hands it its first event, tells the CPU time of both.
// CommonJS and without imports, so that nothing but the bundle is measured.
const [, , bundle, event] = process.argv;
const before = process.cpuUsage();
const began = performance.now();
const { handler } = require(bundle);
handler(JSON.parse(event), { getRemainingTimeInMillis: () => 10_000 }).then((answer) => {
  const { user, system } = process.cpuUsage(before);
  const sample = { cpu: (user + system) / 1000, wall: performance.now() - began, answer: answer ?? null };
  process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
});
