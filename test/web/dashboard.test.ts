import { expect, it } from 'vitest';
import type { PageConfig } from '../../web/build.ts';
import { buildEnglish } from './english.ts';

const tiles: PageConfig['tiles'] = [
  {
    title: { 'en-GB': 'Expenses & more', nl: 'Onkosten' },
    url: 'https://expenses.example/?a=1&b=2',
    description: 'What you spent',
  },
  {
    title: 'Console',
    url: '/console/',
    roles: ['support', 'admin'],
    picture: '<svg><script>alert(1)</script></svg>',
  },
];

it('has the tiles of the configuration, some of them for some roles only, and the support system after them', () => {
  const page = buildEnglish({ tiles }).read('portal/index.html');
  const links = [...page.matchAll(/<li([^>]*)><a class="tile" href="([^"]*)".*?<strong>([^<]*)</g)];
  expect(links.map(([, ...found]) => found)).toEqual([
    ['', 'https://expenses.example/?a=1&amp;b=2', 'Expenses &amp; more'],
    [' data-roles="support admin" hidden', '/console/', 'Console'],
    ['', '/portal/support/', 'Technical Support System'],
  ]);
  expect(page).toContain('<span class="mark" aria-hidden="true">E</span>');
  expect(page).toMatch(/<img src="\/assets\/tile-[A-Z0-9]{8}\.svg" alt=""/);
  expect(page).not.toContain('alert(1)');
});
