// SPDX-License-Identifier: Apache-2.0
import { readElf, sectionBytes } from '../elf/file.js';

/** What a kernel module says of itself. */
export interface ModuleInfo {
  /** Modules that must be there before it, as it names them. */
  depends: string[];
  /** Modules that it may ask for while it is loaded, by their names or by names that they answer to. */
  before: string[];
}

/** End of the file name of a module, packed or not. */
const SUFFIX = /[.]ko(?:[.](?:xz|zst|gz))?$/;

/** Name of the module in a file, as others name it; nothing for a file of another kind. */
export function moduleName(path: string): string | undefined {
  const file = path.split('/').at(-1) ?? '';
  return SUFFIX.test(file) ? plainName(file.replace(SUFFIX, '')) : undefined;
}

/** File names have dashes where the kernel has underscores. */
export function plainName(name: string): string {
  return name.replaceAll('-', '_');
}

/**
 * Reads what a module says of itself. A package has no list of dependencies: the machine that it is installed on makes one, from this.
 * @throws BenchError `ELF_DAMAGED` (exit 3), also for a module of another architecture.
 */
export function readModuleInfo(bytes: Buffer, name: string): ModuleInfo {
  const elf = readElf(bytes, name);
  const section = elf.sections.find((one) => one.name === '.modinfo');
  const lines = section === undefined ? [] : sectionBytes(elf, section).toString('latin1').split('\0');
  const said = (key: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  return {
    depends: said('depends').flatMap((names) => names.split(',').filter((one) => one !== '')),
    before: said('softdep').flatMap(namesBefore),
  };
}

/** What stands behind `pre:` in such as `pre: a b post: c`. */
function namesBefore(text: string): string[] {
  const words = text.split(' ').filter((word) => word !== '');
  const from = words.indexOf('pre:');
  if (from < 0) return [];
  const rest = words.slice(from + 1);
  const end = rest.findIndex((word) => word.endsWith(':'));
  return end < 0 ? rest : rest.slice(0, end);
}
