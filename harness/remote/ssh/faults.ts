// SPDX-License-Identifier: Apache-2.0
import { type BenchError, attemptError, measureError } from '../../core/errors.js';
import { type Foreign, foreignLines, isBlank, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { SshTarget } from './types.js';

/** The connection ended while a command ran; what became of it is not known. */
export function lost({ name }: SshTarget, why: string): BenchError {
  return attemptError(
    'SSH_LOST',
    `the connection to host ${name} was lost: ${why}.`,
    'Look at the network and the host; `resume` goes on.',
  );
}

/** A command said nothing for too long. */
export function silent({ name }: SshTarget, ms: number): BenchError {
  return attemptError(
    'SSH_SILENT',
    `host ${name} did not answer for ${ms / 1000} s.`,
    'Look at its load and disk; `resume` goes on.',
  );
}

/** A command said more than anything that is asked for. */
export function tooMuch({ name }: SshTarget): BenchError {
  return measureError(
    'SSH_TOO_MUCH',
    `host ${name} answered with more than 16 MiB.`,
    'Look at what its sshd and the shell of its user print.',
  );
}

/** A command ended, and the line with which every answer begins never came. */
export function noShell({ name, user, address, port }: SshTarget, stderr: Foreign): BenchError {
  const said = foreignLines(trimmed(stderr)).at(-1);
  const words = said === undefined || isBlank(said) ? 'it said nothing' : printable(said, 300);
  return measureError(
    'SSH_NO_SHELL',
    `host ${name} did not run a command: ${words}.`,
    `The user's shell there must run \`sh -c\`: \`ssh -p ${port} ${user}@${address} sh -c true\` shows what it says.`,
  );
}
