/**
 * Takes the place of `@peculiar/*` and of what they need in the bundles of functions: `@simplewebauthn/server` reads
 * certificates with them, and here no phone attests its make (see `lambdas/auth/fingerprint.ts`). They would be more than
 * a third of the bundle. CommonJS, because whatever is imported from it has to be there, if only as undefined.
 *
 * One thing is left of them: ECDSA signatures come as DER, SEQUENCE { INTEGER r, INTEGER s } (RFC 3279, 2.2.3). Whatever
 * else is parsed with it is refused, or has none of the fields that are looked for.
 */
const SEQUENCE = 0x30;
const INTEGER = 0x02;

function parse(der) {
  const [sequence, rest] = element(new Uint8Array(der), SEQUENCE);
  const [r, afterR] = element(sequence, INTEGER);
  const [s, afterS] = element(afterR, INTEGER);
  if (rest.length > 0 || afterS.length > 0) throw new Error('Not an ECDSA signature.');
  return { r, s };
}

/** The content of the first element, and what comes after it. Lengths of signatures over P-256 fit into seven bits. */
function element(bytes, tag) {
  const [found, length = 0] = bytes;
  const end = 2 + length;
  if (found !== tag || length > 0x7f || length === 0 || end > bytes.length) throw new Error('Not an ECDSA signature.');
  return [bytes.subarray(2, end), bytes.subarray(end)];
}

module.exports = { AsnParser: { parse } };
