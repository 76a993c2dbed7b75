/** The command line was used wrongly (exit code 2), or cannot do its work (exit code 1). The message is for operators. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: 1 | 2;

  constructor(code: string, message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

export const usage = (message: string) => new CommandError('usage', message, 2);
