// SPDX-License-Identifier: Apache-2.0
import { isIPv4 } from 'node:net';
import { usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import type { BakedProgram } from '../../system/guest/types.js';

/** Its one network card. */
export interface RumprunNet {
  interface: string;
  /** IPv4 addresses. */
  address: string;
  gateway?: string | undefined;
  /** Bits of the network's part of the address. */
  bits: number;
}

/** A disk that is mounted: ffs, ext2 or a CD image. */
export interface RumprunDisk {
  /** Path of the device in the guest, e.g. `/dev/ld0a`. */
  device: string;
  mountpoint: string;
}

/** What a Rumprun image does when it boots. */
export interface RumprunCommand {
  /** In the order in which they were baked into the image: the order alone says which program runs. */
  programs: readonly BakedProgram[];
  env?: Readonly<Record<string, string>> | undefined;
  net?: RumprunNet | undefined;
  disks?: readonly RumprunDisk[] | undefined;
}

/** The guest keeps 4,095 bytes, the path of the image with which QEMU begins the line among them. */
const MOST_BYTES = 3072;

/** The guest looks no further than `rumprun_main8`. */
const MOST_PROGRAMS = 8;

/**
 * What the guest takes out of the JSON as it stands there, without undoing escapes: with one of these in it a word would arrive as another.
 * What is not ASCII arrives as its bytes.
 */
const ESCAPED = /["\\\u0000-\u001f\u007f\u2028\u2029]|\p{Cs}/u;

/** With this word anywhere in the line the guest reads its configuration from a disk instead. */
const ROOT_CONFIGURATION = '_RUMPRUN_ROOTFSCFG=';

/**
 * The command line of a Rumprun image: the JSON that it reads. It takes text that is no such JSON without a word and runs whatever there is, so
 * that everything which it would not read as meant is refused here. Several variables, or disks, are one key several times, as it
 * wants them.
 * @throws BenchError `RUMPRUN_COMMAND` (exit 2).
 */
export function rumprunCommandLine(command: RumprunCommand): string {
  const { programs, env = {}, net, disks = [] } = command;
  if (programs.length === 0) throw refused('it runs no program');
  if (programs.length > MOST_PROGRAMS)
    throw refused(`it runs ${programs.length} programs, and Rumprun knows ${MOST_PROGRAMS}`);
  const parts = [
    ...Object.entries(env).map(
      ([name, value]) => `"env":${text(`${variable(name)}=${value}`, 'a variable')}`,
    ),
    ...(net === undefined ? [] : [`"net":${fields(netFields(net))}`]),
    ...disks.map(
      ({ device, mountpoint }) =>
        `"blk":${fields({ source: 'dev', path: device, fstype: 'blk', mountpoint })}`,
    ),
    `"rc":[${programs.map(programText).join(',')}]`,
  ];
  const line = `{${parts.join(',')}}`;
  const bytes = Buffer.byteLength(line);
  if (bytes > MOST_BYTES) throw refused(`it has ${bytes} bytes, and a guest surely keeps ${MOST_BYTES}`);
  if (line.includes(ROOT_CONFIGURATION))
    throw refused(`it has the word ${ROOT_CONFIGURATION}, which changes what it is`);
  return line;
}

function programText({ bin, argv = [], background }: BakedProgram): string {
  const words = argv.map((word) => text(word, 'a word')).join(',');
  // Without the list, even an empty one, it would read address zero.
  const runmode = background === true ? ',"runmode":"&"' : '';
  return `{"bin":${text(bin, 'a program')},"argv":[${words}]${runmode}}`;
}

function netFields({ interface: name, address, gateway, bits }: RumprunNet): Record<string, string> {
  for (const one of [address, ...(gateway === undefined ? [] : [gateway])])
    if (!isIPv4(one)) throw refused(`${printable(one, 100)} is no IPv4 address`);
  if (!Number.isInteger(bits) || bits < 1 || bits > 32) throw refused(`a network of ${bits} bits is none`);
  return {
    ...{ if: name, type: 'inet', method: 'static', addr: address, mask: String(bits) },
    ...(gateway === undefined ? {} : { gw: gateway }),
  };
}

/** An object as the guest reads them: strings only. */
function fields(values: Readonly<Record<string, string>>): string {
  return `{${Object.entries(values)
    .map(([name, value]) => `"${name}":${text(value, name)}`)
    .join(',')}}`;
}

function variable(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw refused(`${printable(name, 100)} is no name of a variable`);
}

function text(value: string, what: string): string {
  if (!ESCAPED.test(value)) return `"${value}"`;
  throw refused(
    `${what} is ${printable(value, 100)}, with a character that JSON escapes and Rumprun does not read back`,
  );
}

function refused(why: string): Error {
  return usageError(
    'RUMPRUN_COMMAND',
    `a Rumprun image cannot be given that command line: ${why}.`,
    'Change the programs and words that the system declares for this app.',
  );
}
