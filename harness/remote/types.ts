// SPDX-License-Identifier: Apache-2.0
import type { Foreign } from '../core/foreign.js';

/**
 * One command for a machine that is reached from here. It is run by the machine's POSIX shell, whatever the user's own shell
 * is (dash, busybox, fish, ...).
 */
export interface RemoteCommand {
  /** Text for `sh -c`, written by us: no quote and no backslash in it, so that every login shell hands it on as it is. */
  script: string;
  /** `$1`, `$2`, ... of the script: names made here, never words of a user that a shell could read otherwise. */
  args?: readonly string[] | undefined;
  /** What the script reads from its standard input; nothing when missing. */
  input?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Takes the output in pieces as it comes; then the answer's `stdout` is empty. */
  take?: ((piece: Uint8Array) => void) | undefined;
  /** Longest time without an answer, ms; a minute when missing. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** What a command came to. */
export interface RemoteAnswer {
  /** Exit status; 128 and the signal's number when one ended it. */
  status: number;
  /** Everything that the script wrote, without what a login shell said before it; at most 16 MiB. */
  stdout: Foreign;
  /** The last 64 KiB. */
  stderr: Foreign;
}

/** A machine on which commands are run. A lost connection is made again by the next command. */
export interface RemoteShell {
  /** Name of the host, for messages. */
  readonly name: string;
  /**
   * Runs a command to its end.
   * @throws BenchError (exit 3) `SSH_...` when it cannot be reached or the connection is lost meanwhile; an AbortError when interrupted.
   */
  run(command: RemoteCommand): Promise<RemoteAnswer>;
  /** Ends the connection. */
  close(): Promise<void>;
}
