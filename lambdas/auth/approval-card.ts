import { createHash } from 'node:crypto';
import type { Account } from './account.ts';
import { APPROVAL_LIFETIME_SECONDS, type Approval, type CardText, type Match } from './approval.ts';
import { isPending } from './approval-slots.ts';
import type { ConfirmedAction } from './flow.ts';
import { drawChoices } from './picture-draw.ts';
import type { Picture } from './pictures.ts';
import type { Random } from './tokens.ts';

/** Which portal a card names. */
export interface CardPortal {
  readonly origin: string;
  readonly portalName: string;
}

/** A question as a phone shows it. */
export interface ShownCard {
  readonly approval: string;
  /** JSON of `CardText`. */
  readonly text: string;
  readonly endsAt: number;
}

/** What a card says, byte for byte as long as the account is called the same. */
export function cardText(approval: Approval, account: Account, { origin, portalName }: CardPortal): string {
  const { purpose, way, match, visit, familiar } = approval;
  const pictures = picturesOf(approval);
  const text: CardText = {
    v: 1,
    purpose,
    way,
    match,
    origin,
    portal: portalName,
    person: account.name,
    identifier: account.email,
    newBrowser: !familiar,
    browser: visit.browser,
    ...(visit.place !== undefined && { place: visit.place }),
    at: new Date(visit.at).toISOString(),
    ...(pictures && { pictures }),
  };
  return JSON.stringify(text);
}

/** For `pick` nine, for `compare` the one; the digits that are typed are on no card. */
function picturesOf({ match, picture, choices }: Approval): readonly Picture[] | undefined {
  if (match === 'pick') return choices;
  return match === 'compare' && picture ? [picture] : undefined;
}

/** What is signed of a card. */
export const cardHash = (text: string): string => createHash('sha256').update(text).digest('base64url');

export const cardOf = (approval: Approval, account: Account, portal: CardPortal): ShownCard => ({
  approval: approval.id,
  text: cardText(approval, account, portal),
  endsAt: approval.endsAt,
});

/** All that waits for a phone: first what it began itself, what a known browser asks and who is signed in; the oldest first. */
export function cardsFor(
  device: { readonly id: string },
  account: Account,
  approvals: readonly Approval[],
  portal: CardPortal,
  now: number,
): readonly ShownCard[] {
  const rank = ({ way, familiar }: Approval) => (way === 'name' && !familiar ? 1 : 0);
  return approvals
    .filter((approval) => isAskedOf(approval, device, account, now))
    .toSorted((a, b) => rank(a) - rank(b) || a.visit.at - b.visit.at)
    .map((approval) => cardOf(approval, account, portal));
}

/** Whether that phone may answer it now. */
export function isAskedOf(approval: Approval, device: { readonly id: string }, account: Account, now: number): boolean {
  const isItsOwn = approval.account === account.id && (approval.device === undefined || approval.device === device.id);
  const isCurrent = account.status === 'active' && approval.epoch === account.epoch;
  return isItsOwn && isCurrent && !approval.isDecoy && isPending(approval, now);
}

/** The picture by which a question is told from others, and nine for the phone where one is picked. */
export function matched(match: Exclude<Match, 'none'>, picture: Picture, random: Random) {
  return { match, picture, ...(match === 'pick' && { choices: drawChoices(random, picture) }) };
}

export type NewApproval = Pick<Approval, 'account' | 'id' | 'flow' | 'epoch' | 'visit' | 'familiar' | 'way'> & {
  readonly purpose: 'sign-in' | ConfirmedAction;
};

/** A question that waits from now on. */
export const waiting = (given: NewApproval): Omit<Approval, 'match'> => ({
  ...given,
  state: 'waiting',
  isDecoy: false,
  endsAt: given.visit.at + APPROVAL_LIFETIME_SECONDS * 1000,
});
