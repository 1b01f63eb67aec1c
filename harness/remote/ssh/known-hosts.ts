// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What files of host keys say of one machine. */
export interface KnownKeys {
  /** Keys that it may show: type, e.g. `ssh-ed25519`, and the key in base64. */
  keys: readonly HostKey[];
  /** Keys that it must not show, though they may stand elsewhere too. */
  revoked: readonly HostKey[];
}

/** A public key of a host. */
export interface HostKey {
  type: string;
  base64: string;
}

/**
 * The keys of a machine in the text of a known_hosts file, as sshd(8) describes its format: hashed names, `[host]:port`, patterns with
 * `*`, `?` and `!`, `@revoked`. Certificate authorities are passed over: a host that shows a certificate shows a plain key too.
 */
export function knownKeys(text: string, address: string, port: number): KnownKeys {
  const names = [...(port === 22 ? [address] : []), `[${address}]:${port}`].map((one) => one.toLowerCase());
  const keys: HostKey[] = [];
  const revoked: HostKey[] = [];
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') === true ? words.shift() : undefined;
    const [hosts, type, base64] = words;
    if (hosts === undefined || hosts.startsWith('#') || type === undefined || base64 === undefined) continue;
    if (marker !== undefined && marker !== '@revoked') continue;
    if (!names.some((name) => isNamed(hosts, name))) continue;
    (marker === undefined ? keys : revoked).push({ type, base64 });
  }
  return { keys, revoked };
}

function isNamed(hosts: string, name: string): boolean {
  if (hosts.startsWith('|1|')) return isHashOf(hosts, name);
  let found = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    if (pattern.startsWith('!')) {
      if (fits(pattern.slice(1), name)) return false;
    } else found ||= fits(pattern, name);
  }
  return found;
}

function isHashOf(hashed: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  const wanted = Buffer.from(hash, 'base64');
  const made = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === made.length && timingSafeEqual(wanted, made);
}

/** Whether a name fits a pattern, without trying every split: a file of keys may be anybody's. */
function fits(pattern: string, name: string): boolean {
  let [at, in_, star, mark] = [0, 0, -1, 0];
  while (in_ < name.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      [star, mark] = [at, in_];
      at += 1;
    } else if (wanted === '?' || wanted === name[in_]) {
      at += 1;
      in_ += 1;
    } else if (star >= 0) {
      mark += 1;
      [at, in_] = [star + 1, mark];
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
