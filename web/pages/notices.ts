import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** Where notices appear, if there are any. */
export const renderNotices = ({ words: { notices } }: PageContext): Html =>
  html`<section class="notices" id="notices" aria-label="${notices.label}" hidden></section>`;
