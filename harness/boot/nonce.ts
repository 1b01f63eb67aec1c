// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomInt } from 'node:crypto';
import type { BootRequest } from './request.js';

/** What binds frames to a boot: PID 1 reads it from the machine, where no app can, and every frame has it. */
export interface BootNonce {
  /** UUID that the machine is given. */
  uuid: string;
  /** Its first eight bytes in hex, as they stand in frames. */
  nonce: string;
}

/** What frames have where PID 1 cannot read the machine's UUID, or where it has none. */
export const NO_NONCE = '0'.repeat(16);

/** A new one, by chance: its length, and with it every instruction of a boot, is always the same. */
export function newNonce(): BootNonce {
  return nonceOf(uuidOf(randomBytes(16).toString('hex')));
}

/**
 * A new one of the digits 1 to 9, for a machine in which more than PID 1 reads it and is counted: the monitor, or the BIOS of a PC, which
 * print it. Other digits take other instructions. There are fifty bits of chance in it.
 */
export function newDigits(): BootNonce {
  const digits = Array.from(NO_NONCE, () => randomInt(1, 10)).join('');
  return nonceOf(uuidOf(`${digits}${'1'.repeat(16)}`));
}

/** A new one for the machine that a request asks for. */
export function nonceFor({ machine = 'microvm' }: Pick<BootRequest, 'machine'>): BootNonce {
  return machine === 'microvm' ? newNonce() : newDigits();
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** That of a machine whose UUID is known. */
export function nonceOf(uuid: string): BootNonce {
  return { uuid, nonce: uuid.replaceAll('-', '').slice(0, NO_NONCE.length) };
}

/** A console with {@link NO_NONCE} in the place of its nonce: that is by chance, and must not make equal boots differ. */
export async function* withoutNonce(
  console: AsyncIterable<Uint8Array>,
  nonce: string,
): AsyncGenerator<Uint8Array> {
  let held = '';
  for await (const chunk of console) {
    const text = (held + Buffer.from(chunk).toString('latin1')).replaceAll(nonce, NO_NONCE);
    // What may still be the beginning of one.
    const certain = Math.max(0, text.length - nonce.length + 1);
    held = text.slice(certain);
    yield Buffer.from(text.slice(0, certain), 'latin1');
  }
  yield Buffer.from(held, 'latin1');
}
