import type { CardText } from '../../../lambdas/auth/approval.ts';
import type { Card } from '../../../lambdas/http/answers/phones.ts';

/** What a card says. It is shown, and its text as it came is signed. */
export const cardTextOf = ({ text }: Card): CardText => JSON.parse(text) as CardText;
