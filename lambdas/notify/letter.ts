/** What a message says, before any layout. Secrets are in `blocks` and `sms` only, never in subject or preview. */
export interface Draft {
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preview: string;
  readonly greeting: string;
  readonly blocks: readonly Block[];
  readonly footer: string;
  readonly sms: string;
}

/** A part of a letter. Its texts are inert and not yet HTML. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What is copied or typed: digits, or a password of letters. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** `text` is label and value in one line, as the language punctuates it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly text: string;
}

/** A paragraph of words. */
export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}
