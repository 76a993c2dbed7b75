import { describe, expect, it } from 'vitest';
import { filesIn, type Import, importsOf, textOf } from './harness/sources.ts';

/** What each layer may take, by the beginning of the path; `types:` where only types may be taken. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'lambdas/handlers/': [
    'lambdas/http/',
    'lambdas/auth/',
    'lambdas/store/',
    'lambdas/notify/',
    'lambdas/aws/',
    'lambdas/env.ts',
    'lambdas/log.ts',
    'types:lambdas/flows.ts',
    'node:crypto',
    'types:aws-lambda',
  ],
  'lambdas/auth/': [
    'lambdas/auth/',
    'types:lambdas/settings.ts',
    'locales/locale.ts',
    'libphonenumber-js/min',
    '@simplewebauthn/server',
    'node:crypto',
    'node:url',
    'node:zlib',
  ],
  'lambdas/http/': [
    'lambdas/http/',
    'lambdas/auth/',
    'lambdas/aws/outage.ts',
    'lambdas/notify/mask.ts',
    'lambdas/log.ts',
    'lambdas/flows/environment.ts',
    'types:lambdas/flows',
    'locales/locale.ts',
    '@middy/core',
    'zod/mini',
    'types:aws-lambda',
  ],
  'lambdas/store/': [
    'lambdas/store/',
    'lambdas/auth/',
    'lambdas/aws/dynamodb.ts',
    'lambdas/aws/outage.ts',
    'lambdas/log.ts',
    'types:lambdas/notify/',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/util-dynamodb',
    'types:@aws-sdk/client-dynamodb',
    'types:aws-lambda',
  ],
  'lambdas/notify/': [
    'lambdas/notify/',
    'lambdas/auth/',
    'lambdas/log.ts',
    'types:lambdas/settings.ts',
    'types:lambdas/flows.ts',
    'locales/',
    'node:url',
  ],
  'lambdas/aws/': [
    'lambdas/aws/',
    'types:lambdas/notify/',
    'types:lambdas/auth/',
    '@aws-sdk/',
    '@aws-crypto/sha256-js',
    '@smithy/signature-v4',
    'node:',
  ],
  'web/': [
    'web/',
    'types:lambdas/http/answers/',
    'types:lambdas/http/problems.ts',
    'types:lambdas/settings.ts',
    // The rules of passwords are shown where they are typed; this one file runs in browsers too.
    'lambdas/auth/password-policy.ts',
    'lambdas/auth/pictures.ts',
    'lambdas/auth/ticket.ts',
    'lambdas/auth/help-topics.ts',
    'types:lambdas/auth/',
    'locales/',
    // What draws QR codes, and what reads them.
    'uqr',
    'zxing-wasm/reader',
    'esbuild',
    'node:',
  ],
};

/** Builds the pages at synth: part of `lib/` in all but its place. */
const BUILD = /^web\/build\.ts$/;

const but = (pattern: RegExp) => (file: string) => !pattern.test(file);

const allowed = (rules: readonly string[], { from, typeOnly }: Import): boolean =>
  rules.some((rule) => from.startsWith(rule) || (typeOnly && `types:${from}`.startsWith(rule)));

const told = ({ file, from }: Import) => `${file} → ${from}`;

describe('imports point one way', () => {
  it.each(Object.entries(layers))('%s', (folder, rules) => {
    const imports = filesIn(folder.slice(0, -1)).filter(but(BUILD)).flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((found) => !allowed(rules, found)).map(told)).toEqual([]);
  });

  it('the local run knows the template and nothing else of what is deployed', () => {
    const imports = filesIn('local').flatMap(importsOf);
    expect(imports.filter(({ from }) => /^(?:lib|lambdas|web|bin)\//.test(from)).map(told)).toEqual([]);
  });

  it('the stack takes data from lambdas/, never code that runs there', () => {
    const data = /^lambdas\/(?:flows|settings|flows\/[a-z]+)\.ts$/;
    const imports = filesIn('lib').flatMap(importsOf);
    const foreign = ({ from, typeOnly }: Import) => from.startsWith('lambdas/') && !typeOnly && !data.test(from);
    expect(imports.filter(foreign).map(told)).toEqual([]);
  });
});

/** Lines of code (comments aside) that match, as `file: line`. */
function linesWith(pattern: RegExp, files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
}

describe('one place for each thing', () => {
  const deployed = filesIn('lambdas');

  it('env.ts alone reads the environment', () => {
    expect(linesWith(/process\.env/, deployed.filter(but(/\/env\.ts$/)))).toEqual([]);
  });

  it('time and randomness are handed to the rules', () => {
    expect(
      linesWith(/Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|randomInt/, filesIn('lambdas/auth')),
    ).toEqual([]);
  });

  it('no deployed code uses Math.random', () => {
    expect(linesWith(/Math\.random/, [...deployed, ...filesIn('web')])).toEqual([]);
  });

  it('status codes are known in http/ alone', () => {
    expect(linesWith(/statusCode/, deployed.filter(but(/^lambdas\/http\//)))).toEqual([]);
  });

  it('middy appears in one file', () => {
    const users = deployed.filter((file) => importsOf(file).some(({ from }) => from.startsWith('@middy')));
    expect(users).toEqual(['lambdas/http/endpoint.ts']);
  });

  it('types are claimed without proof where rows and JSON come in, and nowhere else', () => {
    const cast = /\bas (?!const\b|never\b)(?:unknown|readonly|\{|[A-Z])/;
    const alias = /^import |^(?:type )?\w+ as \w+,?$/;
    const edge = /^lambdas\/store\/|^web\/(?:shared\/|mobile\/phone-)api\.ts|^tools\/virtual-phone\/client\.ts/;
    const files = filesIn('bin', 'lambdas', 'lib', 'local', 'scripts', 'tools', 'web').filter(but(edge));
    const casts = linesWith(cast, files).filter((found) => {
      const line = found.slice(found.indexOf(': ') + 2).replace(/'[^']*'|`[^`]*`/g, '');
      return cast.test(line) && !alias.test(line) && !/JSON\.parse|\.json\(\)/.test(line);
    });
    expect(casts).toEqual([]);
  });

  it('no request scans a table; operators may', () => {
    expect(
      linesWith(
        /\bScan(?:Command|Input)?\b|\bpaginateScan\b/,
        deployed.filter(but(/\/(?:operators|notice-board)\.ts$/)),
      ),
    ).toEqual([]);
  });

  it('deployed code does not know of the local run', () => {
    expect(linesWith(/_local\b|localhost|AWS_ENDPOINT_URL/, deployed)).toEqual([]);
  });
});

describe('nothing is left over', () => {
  it('every value that is exported is used by another file', () => {
    const code = filesIn('bin', 'bench', 'lambdas', 'lib', 'local', 'scripts', 'test', 'tools', 'web');
    const users = new Map<string, number>();
    for (const file of [...code, 'vitest.config.ts']) {
      for (const word of new Set(textOf(file).match(/\w+/g))) users.set(word, (users.get(word) ?? 0) + 1);
    }
    const exported = code.flatMap((file) =>
      [...textOf(file).matchAll(/^export (?:const|class|(?:async )?function\*?) (\w+)/gm)].map(([, name = '']) => name),
    );
    expect(exported.length).toBeGreaterThan(0);
    expect(exported.filter((name) => users.get(name) === 1)).toEqual([]);
  });
});

describe('files are small enough to read', () => {
  it('none has more than 250 lines', () => {
    const lengths = filesIn('bin', 'lib', 'lambdas', 'local', 'web', 'scripts', 'test', 'tools', 'bench').map(
      (file) => [file, textOf(file).trimEnd().split('\n').length] as const,
    );
    expect(lengths.filter(([, lines]) => lines > 250)).toEqual([]);
  });

  it('none is named for what it is instead of what it does', () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|shared\/index)(?:\.|\/)/;
    expect(filesIn('bin', 'lib', 'lambdas', 'local', 'scripts', 'tools').filter((file) => vague.test(file))).toEqual(
      [],
    );
  });
});
