import type { ProblemCode } from '../../lambdas/http/problems.ts';
import type { Locale } from '../locale.ts';
import de from './de.json' with { type: 'json' };
import enGB from './en-GB.json' with { type: 'json' };
import enUS from './en-US.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

/** The words of the pages. English (UK) is the source: the other languages have its shape, and the compiler says so. */
export type Words = typeof enGB;

/** Refusals that only pages about one's own account meet. */
type ChangeProblem =
  | 'password-wrong'
  | 'confirmation-needed'
  | 'email-invalid'
  | 'phone-invalid'
  | 'phone-country-refused'
  | 'address-unchanged'
  | 'address-taken';

/** Said by the page itself, which goes on without a link. */
type LinkProblem = 'link-ended';

/** Met by phones, and by pages that wait for one. */
type PhoneProblem =
  | 'approval-waiting'
  | 'approval-refused'
  | 'approval-ended'
  | 'nonce-needed'
  | 'proof-refused'
  | 'phone-unknown'
  | 'phone-locked'
  | 'phones-full'
  | 'pin-wrong'
  | 'fingerprint-refused'
  | 'frame-refused'
  | 'enrolment-ended'
  | 'number-wrong'
  | 'push-refused';

/** Met in the Technical Support System and by the contact form. */
type SupportProblem =
  | 'ticket-not-found'
  | 'ticket-closed'
  | 'ticket-changed'
  | 'ticket-full'
  | 'attachment-refused'
  | 'attachment-missing'
  | 'puzzle-wrong'
  | 'not-allowed';

type RareProblem = ChangeProblem | PhoneProblem | SupportProblem;

type AnyProblem = Exclude<ProblemCode | 'network', RareProblem | LinkProblem>;

/** A sentence for each refusal and for no answer at all: a code without words does not compile. */
export type ProblemWords = Readonly<Record<AnyProblem, string>> & Readonly<Partial<Record<RareProblem, string>>>;

const source = enGB satisfies {
  problems: Readonly<Record<AnyProblem, string>>;
  changeProblems: Readonly<Record<ChangeProblem, string>>;
  phoneProblems: Readonly<Record<PhoneProblem, string>>;
  supportProblems: Readonly<Record<SupportProblem, string>>;
};

export const words: Readonly<Record<Locale, Words>> = {
  'en-GB': source,
  'en-US': enUS satisfies Words,
  nl: nl satisfies Words,
  fr: fr satisfies Words,
  de: de satisfies Words,
};
