import type { Role } from '../lambdas/auth/account.ts';
import type { Locale } from '../locales/locale.ts';
import type { Texts } from '../locales/texts.ts';

/**
 * A link to an application behind the portal, shown on the dashboard. Names, links and pictures are part of the pages,
 * which anybody can fetch: `roles` keeps the dashboard tidy, and is no protection. What must not be known does not
 * belong here, and the application itself decides who may use it.
 */
export interface Tile {
  /** Name of the application, at most 40 characters; or one for each language, as `{ 'en-GB': …, nl: … }`. */
  readonly title: Texts;
  /** Where the tile leads: an https address, or a path of the portal's own host such as `/wiki/`. */
  readonly url: string;
  /** One line below the name, at most 90 characters; or one for each language. @default none */
  readonly description?: Texts;
  /** Path of a square SVG file, relative to the working directory. @default the first letter of the name */
  readonly picture?: string;
  /** Who sees it. @default everybody */
  readonly roles?: readonly Role[];
}

/**
 * What an organisation decides about its portal. Flat, every key with its default; the same keys are props of the
 * construct `SignInPortal`. `resolveOptions` checks them and fills in the defaults.
 */
export interface PortalOptions {
  /** The portal's name in pages and messages, 1 to 40 characters. @default 'Gatehouse' */
  readonly name?: string;
  /** Path of an SVG file shown above the sign-in form, relative to the working directory. @default the mark of Gatehouse */
  readonly logo?: string;
  /**
   * Path of a square PNG file, at least 512 pixels a side, as which home screens show the phone's app; iOS takes no SVG,
   * and whatever is cut off at the corners should be empty.
   * @default the mark of Gatehouse on the accent colour; with a logo, the logo where a phone takes SVG
   */
  readonly appIcon?: string;
  /**
   * Buttons, links and the focus ring, as `#rrggbb`, on light pages (and in messages) and on dark ones. Synthesis fails
   * when something would be hard to read, and says which pair of colours it is.
   * @default { light: '#1d3fae', dark: '#a9c1ff' }
   */
  readonly accent?: { readonly light: string; readonly dark: string };
  /** Whether the page behind the card is tinted with the accent or plain. @default 'tinted' */
  readonly page?: 'tinted' | 'plain';
  /** Where people write for help, an e-mail address. */
  readonly supportAddress: string;

  /** What a person may type to say who they are. @default ['email', 'username'] */
  readonly identifiers?: readonly ('email' | 'username')[];
  /** Languages offered; the first is the default. @default all five: en-GB, en-US, nl, fr, de */
  readonly locales?: readonly Locale[];

  /** `From` of e-mail. The address or its domain is a verified SES identity in the stack's region. */
  readonly senderAddress: string;
  /** Alphanumeric sender of SMS, up to 11 characters, where the country allows one. @default a number chosen by AWS */
  readonly smsSenderId?: string;
  /** ISO 3166-1 alpha-2 codes of countries that SMS may go to; none switches SMS off. @default [] */
  readonly smsCountries?: readonly string[];
  /** SMS a day, over all accounts; at most a third of it for what strangers can trigger. @default 200 */
  readonly smsPerDay?: number;

  /** `classic`: 10 to 17 characters of three kinds; `modern`: 12 to 256 of any. @default 'classic' */
  readonly passwordPolicy?: 'classic' | 'modern';
  /** What a forgotten password leads to: a code, or a temporary password by mail. @default 'code' */
  readonly recovery?: 'code' | 'temporary-password';
  /** Whether, for a day after a recovery, codes go over another channel than recovery used, or a phone approves, if there is either. @default true */
  readonly recoverySeparateChannel?: boolean;

  /**
   * How a person tells a sign-in by user name from somebody else's, on the phone: `pick` its picture out of nine, type its
   * `number`, or only look and `compare`, which accepts whatever a careless tap accepts. @default 'pick'
   */
  readonly approvalMatch?: 'pick' | 'number' | 'compare';
  /**
   * From which browsers a user name alone brings a question to phones. A QR code works from anywhere, always.
   * @default 'anywhere'
   */
  readonly approvalUsernameFirst?: 'anywhere' | 'known-browser' | 'off';

  /** Minutes without activity after which a browser is signed out, 5 to 480. @default 30 */
  readonly sessionIdleMinutes?: number;
  /** Hours after which a browser is signed out, whatever it does, 1 to 24. @default 8 */
  readonly sessionAbsoluteHours?: number;
  /** Days that a browser stays known after a sign-in, 1 to 365. @default 180 */
  readonly knownBrowserDays?: number;
  /** Days that audit entries are kept, 30 to 3650. @default 365 */
  readonly auditDays?: number;

  /** Applications behind the portal, in the order shown; the Technical Support System comes after them. @default [] */
  readonly tiles?: readonly Tile[];
}

/** Decisions about the deployment that the construct and this repository's own app share. */
export interface DeploymentOptions {
  /**
   * The portal's own host, for example `id.example.org`. Choose it before anybody enrols a phone: phones and
   * passkeys are bound to the host, and a change makes all of them useless. @default a host of cloudfront.net
   */
  readonly domainName?: string;
  /** Where alarms are mailed. @default nowhere: they show on the dashboard only */
  readonly alarmAddress?: string;
  /** Whether the stack creates the SES identity of the sender's domain; its DNS records are outputs. @default false */
  readonly createSenderIdentity?: boolean;
  /** Names of one or two secrets that functions accept from CloudFront; the first is sent. See docs/deploy.md, "Rotate". @default ['a'] */
  readonly originSecrets?: readonly string[];
  /** Days that logs are kept, one of the periods that CloudWatch knows. @default 90 */
  readonly logDays?: number;
}

/** How this repository's own app deploys the portal. Another CDK app decides the same with props and objects. */
export interface PortalConfig extends PortalOptions, DeploymentOptions {
  /** Name of the CloudFormation stack; `npm run portal -- --stack NAME` finds it by this. @default 'Gatehouse' */
  readonly stackName?: string;
  /**
   * AWS region, for example `eu-west-1`; not of GovCloud, where there is no CloudFront. Needed with `firewall`, and where an
   * account has to opt in to the region. @default the region of the AWS profile
   */
  readonly region?: string;
  /** ARN of the host's certificate, in us-east-1. Needed with `domainName`. @default none */
  readonly certificateArn?: string;
  /** Whether a web application firewall stands before the portal: from 9 USD a month. @default false */
  readonly firewall?: boolean;
}
