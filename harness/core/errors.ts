// SPDX-License-Identifier: Apache-2.0

/** Exit codes of the program, as `docs/design.md` lists them. */
export const EXIT = {
  ok: 0,
  regression: 1,
  usage: 2,
  couldNotMeasure: 3,
  inconclusive: 4,
  notComparable: 5,
  interrupted: 130,
} as const;

/** One of the exit codes in {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * How far an error reaches in a run. `cell`: one cell cannot be measured, and its record says why. `attempt`: the cause lies
 * outside of what is measured, so nothing is recorded and `resume` tries again. `run`: nothing more can be measured.
 */
export type ErrorScope = 'cell' | 'attempt' | 'run';

/** Exit codes of failures: 0 is none, and 1 and 4 are verdicts, which no failure may look like. */
export type FailureCode = Exclude<ExitCode, 0 | 1 | 4>;

/** What a {@link BenchError} is made of. */
export interface BenchErrorParts {
  /** Stable identifier, upper case with underscores, e.g. `SCENARIO_UNKNOWN_KEY`. Never reworded. */
  readonly code: string;
  /** What happened and where, one sentence without the code. */
  readonly message: string;
  /** What the reader can do next, one sentence. */
  readonly next: string;
  /** Process exit code when nobody handles the error. */
  readonly exit: FailureCode;
  /** How far it reaches; by default `cell` for what could not be measured, `run` for everything else. */
  readonly scope?: ErrorScope | undefined;
  /** The error underneath, when there is one. */
  readonly cause?: unknown;
}

/** The only error type that reaches the user on purpose: a stable code, what happened, and what to do next. */
export class BenchError extends Error {
  readonly code: string;
  readonly next: string;
  readonly exit: FailureCode;
  readonly scope: ErrorScope;

  constructor(parts: BenchErrorParts) {
    super(parts.message, parts.cause === undefined ? {} : { cause: parts.cause });
    this.name = 'BenchError';
    this.code = parts.code;
    this.next = parts.next;
    this.exit = parts.exit;
    this.scope = parts.scope ?? (parts.exit === EXIT.couldNotMeasure ? 'cell' : 'run');
  }
}

/** A configuration or usage error (exit 2). */
export function usageError(code: string, message: string, next: string): BenchError {
  return new BenchError({ code, message, next, exit: EXIT.usage });
}

/** A measurement that could not be made (exit 3). */
export function measureError(code: string, message: string, next: string, cause?: unknown): BenchError {
  return new BenchError({ code, message, next, exit: EXIT.couldNotMeasure, cause });
}

/** A measurement that could not be made for a reason outside of what is measured (exit 3): `resume` tries again. */
export function attemptError(code: string, message: string, next: string): BenchError {
  return new BenchError({ code, message, next, exit: EXIT.couldNotMeasure, scope: 'attempt' });
}
