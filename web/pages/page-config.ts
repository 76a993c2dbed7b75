import type { Role } from '../../lambdas/auth/account.ts';
import type { PasswordPolicy } from '../../lambdas/auth/password-policy.ts';
import type { Locale } from '../../locales/locale.ts';
import type { Texts } from '../../locales/texts.ts';

/** A link to an application. */
export interface PageTile {
  readonly title: Texts;
  /** An https address or a path of the portal's own host; checked with the configuration. */
  readonly url: string;
  readonly description?: Texts | undefined;
  /** SVG text. It is shown as an image, so nothing in it can run. @default - the first letter of the title */
  readonly picture?: string | undefined;
  /** Who sees it. @default - everybody */
  readonly roles?: readonly Role[] | undefined;
}

/** What the pages need to know of a deployment. A brand is name, logo, two colours and a page; nothing else. */
export interface PageConfig {
  /** The portal's name, as people see it. */
  readonly name: string;
  /** SVG text of the logo, square, 32 px high on the pages. It is shown as an image, so nothing in it can run. @default - a plain gate in the accent colour */
  readonly logo?: string | undefined;
  /** The icon of the phone's app on home screens, a square PNG. @default - the plain gate, where there is no logo */
  readonly appIcon?: Buffer | undefined;
  /** Accent colours, `#rrggbb`. Checked for contrast by `buildPages`. */
  readonly accent: { readonly light: string; readonly dark: string };
  /** Whether the page behind the card is tinted with the accent. */
  readonly page: 'tinted' | 'plain';
  /** Languages to render; the first is the default. */
  readonly locales: readonly Locale[];
  /** What a person may type to say who they are. */
  readonly identifiers: readonly ('email' | 'username')[];
  /** What new passwords have to be. */
  readonly passwordPolicy: PasswordPolicy;
  /** What a forgotten password leads to. */
  readonly recovery: 'code' | 'temporary-password';
  /** How browser and phone are told to belong together. @default 'pick' */
  readonly approvalMatch?: 'pick' | 'number' | 'compare' | undefined;
  /** Whose user name alone brings a question to phones; `off`: only a QR code does. @default 'anywhere' */
  readonly approvalUsernameFirst?: 'anywhere' | 'known-browser' | 'off' | undefined;
  /** Countries that SMS may go to; none: nothing goes by SMS. */
  readonly smsCountries: readonly string[];
  /** Where people write for help, an e-mail address. */
  readonly supportAddress: string;
  /** Applications on the dashboard, in their order. */
  readonly tiles: readonly PageTile[];
}
