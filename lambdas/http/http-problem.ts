/** Refusals that the rules never see: the request did not get that far. */
export type HttpProblemCode =
  | 'invalid-request'
  | 'foreign-origin'
  | 'origin-not-verified'
  | 'not-found'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'internal-error';

/** What is wrong with one field, for people who write clients. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export class HttpProblem extends Error {
  readonly code: HttpProblemCode;
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: HttpProblemCode, errors?: readonly FieldError[]) {
    super(code);
    this.name = 'HttpProblem';
    this.code = code;
    this.errors = errors;
  }
}
