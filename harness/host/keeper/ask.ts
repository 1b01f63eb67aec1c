// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BenchError, EXIT, attemptError } from '../../core/errors.js';
import { says, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { RemoteAnswer, RemoteShell } from '../../remote/types.js';
import { type AnswerFiles, BrokenOff, type KeptState, readAnswer } from './answer.js';

/** Between two looks at a console that grows; longest wait for an answer, ms. */
const EVERY_MS = 500;
const LONGEST_MS = 20_000;

/** First byte of what gzip writes. */
const GZIP = 0x1f;

/** Status of a question to a host that has been started again since. */
const OTHER_LIFE = 9;

/** Only in the life of the host that is meant: what it was set to is gone with that. */
const SAME_LIFE = 'read -r life </proc/sys/kernel/random/boot_id; [ -z "$7" ] || [ "$life" = "$7" ] ||';

/** Begins the boot unless it was begun before; one whose job came only half is refused, and begun by the next. */
const BEGIN = [
  `${SAME_LIFE} { cat >/dev/null; exit ${OTHER_LIFE}; };`,
  'umask 077; mkdir -p "$2" || exit 1;',
  'if [ -e "$2/begun" ]; then cat >/dev/null; else cat >"$2/job.$$" && mv "$2/job.$$" "$2/job" || exit 1; fi;',
  '"$1" --start "$2" || exit $?; ',
].join(' ');

const FOLLOW = [
  `${SAME_LIFE} exit ${OTHER_LIFE};`,
  'if command -v gzip >/dev/null 2>&1; then "$1" --follow "$2" "$3" "$4" "$5" "$6" | gzip -1c;',
  'else "$1" --follow "$2" "$3" "$4" "$5" "$6"; fi',
].join(' ');

/** A boot in a folder of a host. */
export interface KeptBoot {
  shell: RemoteShell;
  /** Path of `boot-keeper` there. */
  keeper: string;
  /** Folder there. */
  dir: string;
  /** Since when the host runs (its `boot_id`), where the boot is to be made in that life of it only. */
  life?: string | undefined;
}

/** What is asked of a boot. */
export interface Question {
  /** The job, when it is not known to have begun. */
  job?: Uint8Array | undefined;
  /** How much of the console is here, and how much is wanted, bytes. */
  from: number;
  limit: number;
  files: AnswerFiles;
  signal: AbortSignal;
}

/**
 * Asks how a boot stands: waits until its console has grown, it has ended, or some seconds are over.
 * @throws BenchError `SSH_...`, `HOST_REBOOTED`, `KEEPER_FAILED`, `KEEPER_ANSWER` (exit 3); {@link BrokenOff}; an AbortError when interrupted.
 */
export async function askKeeper(
  { shell, keeper, dir, life = '' }: KeptBoot,
  { job, from, limit, files, signal }: Question,
): Promise<KeptState> {
  const bytes = new PassThrough();
  const enough = new AbortController();
  let source: NodeJS.ReadWriteStream | undefined;
  let answer: { state: KeptState } | { error: unknown } | undefined;
  const take = (piece: Uint8Array): void => {
    // More than an answer, or other than one.
    if (answer !== undefined) enough.abort();
    if (source === undefined && piece.length > 0) {
      source = piece[0] === GZIP ? createGunzip() : new PassThrough();
      source.on('error', () => bytes.destroy());
      source.pipe(bytes);
    }
    source?.write(piece);
  };
  const read = readAnswer(bytes, files, shell.name).then(
    (state) => (answer = { state }),
    (error: unknown) => (answer = { error }),
  );
  const script = job === undefined ? FOLLOW : BEGIN + FOLLOW;
  const args = [keeper, dir, ...[from, limit, EVERY_MS, LONGEST_MS].map(String), life];
  const asked = AbortSignal.any([signal, enough.signal]);
  let said: RemoteAnswer | undefined;
  try {
    said = await shell.run({ script, args, input: job, take, signal: asked });
    (source ?? bytes).end();
    await read;
  } catch (error) {
    if (!enough.signal.aborted || signal.aborted) throw error;
  } finally {
    bytes.destroy();
    // What was written of a file is then at rest.
    await read;
  }
  const { state, error } = { state: undefined, error: undefined, ...answer };
  if (state !== undefined) return state;
  if (said?.status === OTHER_LIFE && error instanceof BrokenOff) throw rebooted(shell.name);
  if (said === undefined || !(error instanceof BrokenOff) || !isFailed(said)) throw error;
  throw attemptError(
    'KEEPER_FAILED',
    `host ${shell.name} did not make a boot (status ${said.status}): ${printable(trimmed(said.stderr), 300)}.`,
    'Look at that host: room on its disk, and who may write to the folder for boots.',
  );
}

function rebooted(host: string): Error {
  return new BenchError({
    code: 'HOST_REBOOTED',
    message: `host ${host} was started again while it was measured on: it is no longer what it was set to.`,
    next: 'Find out why; `resume` makes the boots that are missing.',
    exit: EXIT.couldNotMeasure,
    scope: 'run',
  });
}

/** A script that failed there, not one that was ended from outside. */
function isFailed({ status, stderr }: RemoteAnswer): boolean {
  return (status > 0 && status < 128) || says(stderr, /^boot-keeper: /m);
}

/** True for what may be otherwise a moment later: a connection that was lost, or is not there again yet. */
export function isPassing(error: unknown): boolean {
  if (error instanceof BrokenOff) return true;
  return error instanceof BenchError && ['SSH_LOST', 'SSH_SILENT', 'SSH_UNREACHED'].includes(error.code);
}

/** Asks for the end of a guest that is lost. */
export async function stopLost({ shell, keeper, dir }: KeptBoot, signal: AbortSignal): Promise<void> {
  await shell.run({ script: '"$1" --stop "$2" lost', args: [keeper, dir], signal });
}

/** Ends a boot, if it runs, and removes its folder. */
export async function removeBoot({ shell, keeper, dir }: KeptBoot): Promise<void> {
  const script = 'if [ -e "$2/lock" ]; then "$1" --stop "$2" abort; fi; rm -rf "$2"';
  await shell.run({ script, args: [keeper, dir] });
}

/** Puts the files of answers into a folder here; the console grows with each answer. */
export function filesInto(folder: string, most: AnswerFiles['most']): AnswerFiles {
  return {
    most,
    take: async (name, bytes) => {
      const file = await open(join(folder, name), name === 'console' ? 'a' : 'w', 0o600);
      try {
        for await (const piece of bytes) await file.write(piece);
      } finally {
        await file.close();
      }
    },
  };
}
