import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('./locale-router.js', import.meta.url), 'utf8');

/** The code of the CloudFront Function that chooses the language, for the languages and pages of one portal. */
export function renderLocaleRouter(locales: readonly string[], pages: readonly string[]): string {
  return fillIn(fillIn(source, 'locales', locales), 'pages', pages);
}

function fillIn(code: string, name: string, list: readonly string[]): string {
  const declaration = new RegExp(`^const ${name} = .*$`, 'm');
  if (!declaration.test(code)) throw new Error(`locale-router.js no longer declares '${name}'.`);
  return code.replace(declaration, `const ${name} = ${JSON.stringify(list)};`);
}
