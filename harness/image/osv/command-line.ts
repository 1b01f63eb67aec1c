// SPDX-License-Identifier: Apache-2.0
import { type BenchError, usageError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';

/** A program of a guest, and when the next one starts. */
export interface OsvCommand {
  /** Absolute path and arguments. */
  argv: readonly string[];
  /** Further words, as the loader reads them. */
  more?: string | undefined;
  /** `after`: the next one starts when this has ended. `beside`: at once, and the guest does not wait for this one's end. */
  next: 'after' | 'beside';
}

/** How a guest of OSv starts. */
export interface OsvStart {
  /** Where its files are: on the first disk, or in the kernel itself. */
  root: 'rofs' | 'ramfs';
  /** False leaves PCI alone, which only a guest without devices can do. */
  pci: boolean;
  /** Further options, as they are. */
  options: string;
  /** Address, mask and gateway of `eth0`, dotted; asks by DHCP when missing and there is an interface. */
  ip?: { address: string; netmask: string; gateway?: string | undefined } | undefined;
  /** Environment of all programs: they have one together. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Working directory. */
  cwd?: string | undefined;
  /** In the order in which they start. */
  programs: readonly OsvCommand[];
}

/** Between two programs, as OSv's own loader reads it. */
const SEPARATOR = { after: ';', beside: ' &!' } as const;

/**
 * The command line of OSv: its own options, then the programs.
 * @throws BenchError `OSV_COMMAND` (exit 2) for what its loader cannot be told.
 */
export function osvCommandLine(start: OsvStart): string {
  const { root, pci, options: more, ip, env, cwd, programs } = start;
  const options = [
    `--rootfs=${root}`,
    ...(pci ? [] : ['--nopci']),
    '--console=serial',
    ...(ip === undefined ? [] : [`--ip=eth0,${ip.address},${ip.netmask}`]),
    ...(ip?.gateway === undefined ? [] : [`--defaultgw=${ip.gateway}`]),
    ...Object.entries(env ?? {}).map(([name, value]) => `--env=${name}=${value}`),
    ...(cwd === undefined ? [] : [`--cwd=${cwd}`]),
  ];
  const commands = programs.map(({ argv, more, next }, index) => {
    const last = index === programs.length - 1;
    return `${command(argv)}${more === undefined || more === '' ? '' : ` ${more}`}${last ? '' : SEPARATOR[next]}`;
  });
  return [...options.map(option), ...(more === '' ? [] : [more]), ...commands].join(' ');
}

/** A word of the loader's own options: quotes mean nothing there, and a backslash takes the meaning of a blank. */
function option(text: string): string {
  requirePlain(text);
  return text.replaceAll(/[\\ ]/g, '\\$&');
}

function command(argv: readonly string[]): string {
  const [program = ''] = argv;
  if (!program.startsWith('/')) throw unsayable(program, 'a program needs an absolute path');
  return argv.map(word).join(' ');
}

/** A word of a program: in quotes wherever the loader would see more than a word in it. */
function word(text: string): string {
  requirePlain(text);
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** The loader reads ASCII only, and takes everything behind a `$` for the name of a variable, also in quotes. */
function requirePlain(text: string): void {
  if (text.includes('$')) throw unsayable(text, 'it has a `$`, which begins a variable everywhere');
  if (!/^[\x20-\x7e]*$/.test(text)) throw unsayable(text, 'it has characters other than printable ASCII');
}

function unsayable(text: string, why: string): BenchError {
  return usageError(
    'OSV_COMMAND',
    `OSv cannot be given the word "${printable(text, 200)}" on its command line: ${why}.`,
    'Write it otherwise, or put it into a file of the image.',
  );
}
