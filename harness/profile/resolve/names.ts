// SPDX-License-Identifier: Apache-2.0
import type { CodeFunction, Profile } from '../types.js';

const OFFSET = /^0x[0-9a-f]+$/;

/** A name that says of which file it is where it is only an offset: `libcrypto.so.3+0x1234`. */
export function placedName(name: string, object: string): string {
  return OFFSET.test(name) ? `${object.slice(object.lastIndexOf('/') + 1)}+${name}` : name;
}

/** Whether a function has a name, and not only a place in its file. The firmware counts as one. */
export function isNamed({ name, object, address }: CodeFunction): boolean {
  if (object === '[firmware]') return true;
  if (object === '[generated]' || name.startsWith('[')) return false;
  const offset = `0x${address.toString(16)}`;
  return name !== offset && name !== placedName(offset, object);
}

/** Instructions of a profile in functions that have a name, and all. */
export function namedShare({ functions, phases }: Profile): { named: number; all: number } {
  const share = { named: 0, all: 0 };
  for (const { flat } of phases) {
    for (const [number, count] of flat) {
      const code = functions[number];
      share.all += count;
      if (code !== undefined && isNamed(code)) share.named += count;
    }
  }
  return share;
}
