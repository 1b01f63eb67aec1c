// SPDX-License-Identifier: Apache-2.0
import type { Part } from './abilities.js';

/** A file that a program gets as an open descriptor. */
export interface HandedFile {
  fd: number;
  path: string;
  /** True when it is made anew and written to. */
  written?: boolean;
  /** True when it is there, and is read and written. */
  changed?: boolean;
}

/** A program of somebody else's, and all that it needs of this host. */
export interface ConfinedProgram {
  /** Number of the process that will start it, or what stands for that; this process when missing. */
  parent?: string | undefined;
  /** Path of what is executed; relative to the folder when it has no leading slash. */
  program: string;
  /** Its words, the first one its name. */
  argv: readonly string[];
  /** Parts of the confinement that it gets. */
  parts: ReadonlySet<Part>;
  /** Where it is run; the root when missing. */
  folder?: string | undefined;
  /** Set for the program alone. Nothing on the way to it sees that: a variable can load code into whatever starts. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Files and folders that its view has; links stay links. */
  readOnly?: readonly string[] | undefined;
  devices?: readonly string[] | undefined;
  files?: readonly HandedFile[] | undefined;
  /** Folder to be made for it, the only one that it may write to. */
  scratch?: string | undefined;
  /** More it cannot write to one file, bytes. */
  fileBytes: number;
  /** More it cannot have at a time, threads counted; as many as it likes when missing. */
  processes?: number | undefined;
  /** True: one newline comes on its standard output immediately before it begins. */
  announce?: boolean | undefined;
}

const FLAGS: Readonly<Record<Part, string>> = {
  user: '--own-user',
  view: '--view',
  network: '--no-network',
  processes: '--own-processes',
};

function handing({ written = false, changed = false }: HandedFile): string {
  if (changed) return '--change';
  return written ? '--write' : '--read';
}

/**
 * The command that runs a program confined. It ends with this process, however that ends: the kernel kills it.
 * @param helper path of `confine`.
 */
export function confinedCommand(helper: string, confined: ConfinedProgram): [string, string[]] {
  const { parts, folder, env = {}, readOnly = [], devices = [], files = [], scratch, processes } = confined;
  const all = (option: string, values: readonly string[]): string[] => values.flatMap((one) => [option, one]);
  return [
    helper,
    [
      ...['--parent', confined.parent ?? String(process.pid), '--program', confined.program],
      ...[...parts].map((part) => FLAGS[part]),
      ...(parts.has('view') ? all('--read-only', readOnly) : []),
      ...all('--device', devices),
      ...files.flatMap((file) => [handing(file), String(file.fd), file.path]),
      ...(scratch === undefined ? [] : ['--scratch', scratch]),
      ...(folder === undefined ? [] : ['--folder', folder]),
      ...all(
        '--env',
        Object.entries(env).map(([name, value]) => `${name}=${value}`),
      ),
      ...['--file-size', String(confined.fileBytes)],
      ...(processes === undefined ? [] : ['--processes', String(processes)]),
      ...(confined.announce === true ? ['--announce'] : []),
      ...['--', ...confined.argv],
    ],
  ];
}
