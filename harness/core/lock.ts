// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import { execa } from 'execa';
import { boundToThisProcess } from './child.js';
import { measureError } from './errors.js';
import { makeFolder } from './files.js';
import { printable } from './printable.js';

/** A held lock. */
export interface Lock {
  /** Gives the lock to the next process. */
  release(): Promise<void>;
}

const HELD = 'held';

/**
 * Takes an exclusive lock on a file, shared by all processes of this machine. The kernel holds it (`flock`), so a holder
 * that is killed frees it at once and no stale lock can exist.
 * @param onWait called once when another process holds the lock.
 * @throws BenchError `LOCK_FAILED`; an AbortError when `signal` ends the wait.
 */
export async function acquireLock(path: string, signal?: AbortSignal, onWait?: () => void): Promise<Lock> {
  const quick = await tryLock(path, signal);
  if (quick !== undefined) return quick;
  onWait?.();
  const waited = await holdWith(path, [], signal);
  if (waited === undefined)
    throw measureError('LOCK_FAILED', `${path} could not be locked.`, 'Run the command again.');
  return waited;
}

/** Like {@link acquireLock}, but gives `undefined` at once when another process holds the lock. */
export async function tryLock(path: string, signal?: AbortSignal): Promise<Lock | undefined> {
  return await holdWith(path, ['--nonblock', '--conflict-exit-code', '9'], signal);
}

async function holdWith(path: string, flags: string[], signal?: AbortSignal): Promise<Lock | undefined> {
  await makeFolder(dirname(path));
  // The holder lives as long as its standard input: it ends with us, whatever happens to us.
  const [file, args] = boundToThisProcess('flock', [...flags, path, 'sh', '-c', `echo ${HELD}; exec cat`]);
  const holder = execa(file, args, {
    stdin: 'pipe',
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const held = new Promise<boolean>((resolve) => {
    holder.stdout.once('data', () => {
      resolve(true);
    });
    void holder.then(() => {
      resolve(false);
    });
  });
  if (await held) {
    return {
      release: async () => {
        holder.stdin.end();
        await holder;
      },
    };
  }
  signal?.throwIfAborted();
  const { exitCode, stderr } = await holder;
  if (exitCode === 9) return undefined;
  throw measureError(
    'LOCK_FAILED',
    `${path} could not be locked: ${printable(stderr)}`,
    'Check that its folder may be written to.',
  );
}
