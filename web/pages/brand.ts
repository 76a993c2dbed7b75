import { type Html, html } from './html.ts';
import type { PageConfig } from './page-config.ts';

/** The mark of a deployment without a logo: a plain gate. */
const gate = 'M6 28V14a10 10 0 0 1 20 0v14h-5V14a5 5 0 0 0-10 0v14ZM14.5 17h3v11h-3Z';

/** The icon of browser tabs and bookmarks, as SVG text that follows the scheme of the browser. */
export function renderFavicon(config: PageConfig): string {
  if (config.logo !== undefined) return config.logo;
  const { light, dark } = config.accent;
  const style = `path{fill:${light}}@media(prefers-color-scheme:dark){path{fill:${dark}}}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>${style}</style><path d="${gate}"/></svg>`;
}

/** An image in the address itself: it costs no request, and nothing in it can run. */
export function dataAddress(svg: string): string {
  return `data:image/svg+xml,${svg
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/["#%<>{}]/g, encodeURIComponent)}`;
}

/** The icon of the phone's app on a home screen, which may cut off its corners. */
export function renderAppIcon({ logo, accent }: PageConfig): string {
  const mark =
    logo === undefined
      ? `<path fill="#fff" transform="translate(96 96) scale(10)" d="${gate}"/>`
      : `<image x="128" y="128" width="256" height="256" href="${dataAddress(logo).replaceAll('&', '&amp;')}"/>`;
  const ground = logo === undefined ? accent.light : '#ffffff';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="${ground}"/>${mark}</svg>`;
}

function renderLogo(config: PageConfig): Html {
  return config.logo === undefined
    ? html`<svg class="logo" viewBox="6 4 20 24" width="27" height="32" aria-hidden="true"><path fill="currentColor" d="${gate}"/></svg>`
    : html`<img class="logo" src="${dataAddress(config.logo)}" height="32" alt="">`;
}

/** Logo and name of the portal. */
export function renderBrand(config: PageConfig): Html {
  return html`<p class="brand">${renderLogo(config)}<span>${config.name}</span></p>`;
}
