/** An e-mail as the sender takes it. `from` is a whole mailbox, encoded. */
export interface RenderedEmail {
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Why a message will not leave, however often it is tried. */
export type Rejection =
  /** The address or number is malformed or cannot be written to. */
  | 'recipient'
  /** The number's owner has opted out of our SMS. */
  | 'opted-out'
  /** Our own address or domain is not verified. */
  | 'sender'
  /** The provider refuses the message itself; SES in its sandbox does so for every address that is not verified. */
  | 'message'
  /** Our AWS account may not send at present. */
  | 'account';

/** `sent` means accepted by the provider. What is worth trying again is thrown, and the stream repeats it. */
export type SendOutcome = 'sent' | { readonly outcome: 'rejected'; readonly reason: Rejection };

/** Sends one e-mail to exactly one address. */
export type SendEmail = (to: string, email: RenderedEmail) => Promise<SendOutcome>;

/** Sends one SMS to a number in E.164; `senderId` where the country allows one. */
export type SendSms = (number: string, text: string, senderId?: string) => Promise<SendOutcome>;
