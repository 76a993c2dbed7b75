import { expect, it } from 'vitest';
import { linkIn, readScanned } from '../../../web/mobile/links.ts';

const origin = 'https://id.example.org';
const enrolment = `a.${'f'.repeat(22)}.${'s'.repeat(43)}`;
const frame = `s.${'f'.repeat(22)}.1.59.${'m'.repeat(22)}`;
const asked = { kind: 'activate', enrolment };

it.each([
  [`#${enrolment}`, asked],
  [`#${frame}`, { kind: 'sign-in', frame }],
  ['#here', { kind: 'here' }],
  ['#a.short.secret', undefined],
  ['', undefined],
])('the fragment %s leads to what it says', (fragment, link) => {
  expect(linkIn(fragment)).toEqual(link);
});

it.each([
  [`${origin}/mobile/#${enrolment}`, asked],
  [` ${origin}/mobile/#${enrolment}\n`, asked],
  [enrolment, asked],
  [`${origin}/mobile/#${frame}`, { kind: 'sign-in', frame }],
  [`https://elsewhere.example/mobile/#${enrolment}`, 'foreign'],
  [`https://id.example.org.elsewhere.example/mobile/#${frame}`, 'foreign'],
  [`${origin}/portal/#${enrolment}`, 'foreign'],
  [`${origin}/mobile/#here`, 'unknown'],
  ['here', 'unknown'],
  ['https://elsewhere.example/', 'unknown'],
  ['javascript:alert(1)', 'unknown'],
  ['', 'unknown'],
])('T59: of scanned or pasted texts only links of this portal are followed: %j', (text, link) => {
  expect(readScanned(text, origin)).toEqual(link);
});
