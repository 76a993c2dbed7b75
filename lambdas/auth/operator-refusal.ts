/** Why something that an operator asked for must not happen. Scripts branch on these; they never change. */
export type OperatorRefusalCode =
  | 'account-not-found'
  | 'account-changed'
  | 'status-refused'
  | 'already-invited'
  | 'not-invited'
  | 'email-invalid'
  | 'email-taken'
  | 'username-invalid'
  | 'username-needed'
  | 'username-not-used'
  | 'username-taken'
  | 'name-invalid'
  | 'phone-invalid'
  | 'phone-country-refused'
  | 'locale-not-offered'
  | 'channel-needs-phone'
  | 'password-refused'
  | 'phone-not-found'
  | 'notice-not-found'
  | 'notice-time'
  | 'notice-closing'
  | 'notice-language'
  | 'notice-text'
  | 'notice-link'
  | 'closing-planned';

/** Says, in a sentence for operators, what is wrong and what is allowed. Never holds a secret. */
export class OperatorRefusal extends Error {
  readonly code: OperatorRefusalCode;

  constructor(code: OperatorRefusalCode, message: string) {
    super(message);
    this.name = 'OperatorRefusal';
    this.code = code;
  }
}
