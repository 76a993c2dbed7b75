import type { Locale } from '../../locales/locale.ts';
import { type Words, words } from '../../locales/pages/words.ts';
import { dataAddress, renderFavicon } from './brand.ts';
import { type Content, type Html, html } from './html.ts';
import { chevron, globe } from './icons.ts';
import type { PageConfig, PageTile } from './page-config.ts';
import { frameColours } from './theme.ts';

/** Addresses of the built files that a page loads. */
export interface Assets {
  /** Style by kind of page. */
  readonly styles: Readonly<Record<StyleName, string>>;
  /** Picture of each tile that has one. */
  readonly pictures: ReadonlyMap<PageTile, string>;
  /** Script by page. */
  readonly scripts: Readonly<Record<ScriptName, string>>;
  /** The texts of help beside the steps, by language. */
  readonly help: Readonly<Record<Locale, string>>;
  /** The words of signing in with the phone, by language. */
  readonly phoneWords: Readonly<Record<Locale, string>>;
}

/** One bundle each; `plain` is for pages that only offer the choice of language. */
export type ScriptName =
  | 'sign-in'
  | 'phone-sign-in'
  | 'portal'
  | 'recovery'
  | 'forgot-password'
  | 'forgot-username'
  | 'activation'
  | 'not-me'
  | 'help'
  | 'mobile'
  | 'account'
  | 'security'
  | 'phones'
  | 'support'
  | 'plain';

/** One file each: `style` for pages before sign-in, `desk` for those after it, `tickets` for the support system, `help` for the contact form, `mobile` for the phone's app, `phone` for what waits for one. */
export type StyleName = 'style' | 'desk' | 'tickets' | 'help' | 'mobile' | 'phone';

/** What every template gets: for whom it renders, in which language. */
export interface PageContext {
  readonly config: PageConfig;
  readonly locale: Locale;
  readonly words: Words;
  readonly assets: Assets;
}

export interface Page {
  /** Title of the tab, before the portal's name. */
  readonly title: string;
  readonly script: ScriptName;
  /** @default 'style' */
  readonly style?: StyleName;
  /** The page offers the languages itself. @default the foot does */
  readonly ownLanguages?: true;
  /** What else is in the head. */
  readonly head?: Html;
  /** Everything inside `<body>` before the foot. */
  readonly content: Content;
}

function renderHead({ config, assets }: PageContext, page: Page): Html {
  const colours = frameColours(config);
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · ${config.name}</title>
<link rel="stylesheet" href="${assets.styles[page.style ?? 'style']}">
<script type="module" src="${assets.scripts[page.script]}"></script>
<link rel="icon" href="${dataAddress(renderFavicon(config))}">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${colours.light}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${colours.dark}" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
${page.head}`;
}

function renderLanguages({ config, locale, words: own }: PageContext): Html {
  if (config.locales.length < 2) return html``;
  const choices = config.locales.map(
    (tag) =>
      html`<li><button type="button" lang="${tag}" data-locale="${tag}"${tag === locale && html` aria-current="true"`}>${words[tag].language}</button></li>`,
  );
  return html`<details class="languages" id="languages">
<summary>${globe}<span class="unseen">${own.common.chooseLanguage}: </span>${own.language}${chevron}</summary>
<ul>${choices}</ul>
</details>`;
}

function renderFoot(context: PageContext, { ownLanguages }: Page): Html {
  const { supportAddress } = context.config;
  const { common, contact } = context.words;
  return html`<footer class="foot">
${ownLanguages ? undefined : renderLanguages(context)}
<p>${common.help} <a href="/help/">${contact.link}</a> ${contact.orWrite} <a href="mailto:${supportAddress}">${supportAddress}</a></p>
</footer>`;
}

/** A whole document: the frame that all pages share, around one page. */
export function renderPage(context: PageContext, page: Page): string {
  return html`<!doctype html>
<html lang="${context.locale}" dir="ltr" data-page="${context.config.page}" data-help="${context.assets.help[context.locale]}">
<head>
${renderHead(context, page)}
</head>
<body>
${page.content}
${renderFoot(context, page)}
<div class="unseen" id="announcer" aria-live="assertive"></div>
</body>
</html>
`.html;
}

/** The narrow card that most pages are, below the portal's name. */
export function renderCard(brand: Html, content: Content, noScript: string, above?: Html): Html {
  return html`<main class="stage">${above}<div class="card">
${brand}
<noscript><p class="message message-bad">${noScript}</p></noscript>
${content}
</div></main>`;
}
