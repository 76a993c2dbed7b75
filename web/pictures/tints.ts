import type { Picture } from '../../lambdas/auth/pictures.ts';

type Tint = Picture['tint'];

/**
 * The tints on light and on dark pages. Found by search: as far apart as six tints can be for eyes of every kind, at a
 * contrast of at least 3 with the page (WCAG 2.2, 1.4.11), while each still bears its name.
 */
export const tintColours: Readonly<Record<Tint, { readonly light: string; readonly dark: string }>> = {
  blue: { light: '#437efa', dark: '#316bd9' },
  green: { light: '#17743d', dark: '#a8f2c1' },
  orange: { light: '#ce7915', dark: '#ffae36' },
  purple: { light: '#7b0dbc', dark: '#ae93de' },
  red: { light: '#d50006', dark: '#f76873' },
  brown: { light: '#441f05', dark: '#8e5e1d' },
};

function declare(scheme: 'light' | 'dark'): string {
  return Object.entries(tintColours)
    .map(([tint, colours]) => `.tint-${tint}{fill:${colours[scheme]}}`)
    .join('');
}

/** The colours of pictures as CSS, for both schemes. */
export function renderTints(): string {
  return `${declare('light')}@media (prefers-color-scheme: dark){${declare('dark')}}`;
}
