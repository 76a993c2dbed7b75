/** The command line was used wrongly (exit code 2), or cannot do its work (exit code 1). The message is for operators. */
export class CommandError extends Error {
  readonly code: string;
  readonly exitCode: 1 | 2;
  /** What is wrong line by line, where the mistakes are those of a file. */
  readonly lines: readonly BadLine[];

  constructor(code: string, message: string, exitCode: 1 | 2 = 1, lines: readonly BadLine[] = []) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

export interface BadLine {
  /** The file's first line is 1. */
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export const usage = (message: string) => new CommandError('usage', message, 2);
