import { type Html, html } from './html.ts';

/** Drawn with strokes in the colour of the text around them; never the only thing that says something. */
function icon(paths: Html, name: string): Html {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
}

export const eye = icon(
  html`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.75"/>`,
  'eye',
);
export const eyeClosed = icon(
  html`<path d="M4 4l16 16M9.9 5.7A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.500a17 17 0 0 1-2.7 3.400M6.3 7.300A16.5 16.5 0 0 0 2.5 12s3.5 6.5 9.5 6.500a9 9 0 0 0 4.2-1M10 10a2.75 2.75 0 0 0 3.9 3.9"/>`,
  'eye-closed',
);
export const pencil = icon(
  html`<path d="M4 20l1-4.500L16.5 4a2.1 2.1 0 0 1 3 3L8.5 19 4 20ZM14.5 6l3.5 3.5"/>`,
  'pencil',
);
export const globe = icon(
  html`<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.5 2.5 3.75 5.5 3.75 9S14.5 18.5 12 21c-2.5-2.5-3.75-5.5-3.75-9S9.5 5.5 12 3Z"/>`,
  'globe',
);
export const chevron = icon(html`<path d="M7 10l5 5 5-5"/>`, 'chevron');
export const lifebuoy = icon(
  html`<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.75"/><path d="M9.35 9.350 5.640 5.640M14.650 9.350l3.710-3.710M14.650 14.650l3.710 3.710M9.350 14.650l-3.710 3.710"/>`,
  'lifebuoy',
);
