// SPDX-License-Identifier: Apache-2.0
import { isAbsolute, normalize } from 'node:path';
import { isInherited, ownValue } from '../core/own.js';
import { hostsFault } from '../inventory/fault.js';
import { suggest } from '../core/suggest.js';
import type { Fault } from '../scenario/yaml.js';
import { isPlaceFault, parsePlace } from '../store/place.js';
import { workloads } from '../workload/registry.js';
import { baseName } from '../system/name.js';
import { guestFault } from '../system/guest/fault.js';
import { artifactsFault } from './project-artifacts.js';
import type { ProjectFile, ProjectSystem } from './project-types.js';

type Place = Fault['at'];

/** The first thing that is wrong with a project file of the right shape. */
export function projectFault(file: ProjectFile): Fault | undefined {
  const folders = (['apps', 'scenarios', 'results'] as const).map((key) => pathFault(file[key], [key]));
  const systems = Object.entries(file.systems ?? {});
  const own = systems.map(([name, system]) => systemFault(name, system, file.systems ?? {}));
  const store = storeFault(file);
  const hosts = hostsFault(file.hosts ?? [], ['hosts']);
  return [...folders, ...own, artifactsFault(file), marginsFault(file), store, hosts].find(
    (fault) => fault !== undefined,
  );
}

function storeFault({ store }: ProjectFile): Fault | undefined {
  const place = store === undefined ? undefined : parsePlace(store, '/');
  // What it says instead is not shown: it may hold a password.
  return place === undefined || !isPlaceFault(place)
    ? undefined
    : invalid(['store'], place.message, place.next);
}

function marginsFault({ margins = {} }: ProjectFile): Fault | undefined {
  const known = [...new Set(workloads.flatMap(({ metrics }) => metrics)), 'all'];
  const unknown = Object.keys(margins).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const message = `there is no metric "${unknown}" to have a margin.`;
  return { code: 'METRIC_UNKNOWN', at: ['margins', unknown], message, next: suggest(unknown, known) };
}

function systemFault(
  name: string,
  system: ProjectSystem,
  all: Readonly<Record<string, ProjectSystem>>,
): Fault | undefined {
  const at = ['systems', name];
  const { fragments = [], config } = system;
  // A name such as constructor stands for something else in every table by name.
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name) || isInherited(name)) {
    return invalid(
      at,
      `the name of a system is ${JSON.stringify(name)}.`,
      'Write at most 40 lower-case letters, digits and dashes, a letter first; it becomes part of file names.',
    );
  }
  return (
    kindFault(at, system) ??
    fragments.map((path, index) => pathFault(path, [...at, 'fragments', index])).find((one) => one) ??
    pathFault(config, [...at, 'config']) ??
    cmdlineFault(at, system) ??
    circleFault(name, all)
  );
}

/** Keys that say something about how a kernel is built. */
const BUILDING = ['base', 'fragments', 'source'] as const;

function kindFault(at: Place, system: ProjectSystem): Fault | undefined {
  const { base, config, kernel, guest } = system;
  if (guest !== undefined) {
    const strange = ([...BUILDING, 'config', 'kernel', 'package', 'cmdline'] as const).find(
      (key) => system[key] !== undefined,
    );
    if (strange === undefined) return guestFault(guest, [...at.map(String), 'guest']);
    const said = `"${strange}" is about a Linux that runs our PID 1, and "guest" is a system that does not.`;
    return invalid([...at, strange], said, 'Keep one of the two.');
  }
  const finished = kernel === undefined ? 'package' : 'kernel';
  if (system[finished] !== undefined) {
    const other = kernel === undefined ? 'config' : 'package';
    const building = BUILDING.find((key) => system[key] !== undefined);
    const strange = building ?? (system[other] === undefined ? undefined : other);
    if (strange === undefined) return undefined;
    const said =
      building === undefined
        ? `"${strange}" does not go with "${finished}", which names a finished kernel.`
        : `"${strange}" says how a kernel is built, and "${finished}" names a finished one.`;
    return invalid([...at, strange], said, 'Keep one of the two.');
  }
  if (base !== undefined && config !== undefined) {
    const said = '"base" and "config" both say where the options come from.';
    return invalid([...at, 'config'], said, 'Keep one of the two; single options are fragments.');
  }
  if (base !== undefined || config !== undefined) return undefined;
  const next =
    'Add "base: lupine-base", "config: <a whole .config>", "kernel: <a finished kernel>", "package:" or "guest:".';
  return invalid(
    at,
    `"${at.join('.')}" lacks one of "base", "config", "kernel", "package" and "guest".`,
    next,
  );
}

/**
 * What the program decides itself: where the root is and what runs first. Behind `--` the kernel takes nothing for itself. It
 * takes quotes around a whole word away.
 */
const RESERVED = /(?:^| )("?(?:root|rootfstype|initrd|init|rdinit)=\S*|"?--"?)(?= |$)/;

function cmdlineFault(at: Place, { cmdline = '' }: ProjectSystem): Fault | undefined {
  const [, word] = RESERVED.exec(cmdline) ?? [];
  // An open quote makes what the program puts behind it part of its word.
  if (word === undefined && cmdline.split('"').length % 2 === 0) {
    return invalid(
      [...at, 'cmdline'],
      '"cmdline" has a quote without its other.',
      'Close it, or leave it out.',
    );
  }
  if (word === undefined) return undefined;
  const said = `"${word}" cannot be part of a system's command line: lupine-bench says where the root is and what runs first.`;
  return invalid([...at, 'cmdline'], said, 'Leave it out.');
}

/** Systems one above the other; more are no project, and the time for them would grow with the cube of their number. */
const MOST_BASES = 16;

function circleFault(name: string, all: Readonly<Record<string, ProjectSystem>>): Fault | undefined {
  const seen = [name];
  for (;;) {
    const last = seen.at(-1) ?? '';
    const named = ownValue(all, last)?.base;
    const base = named === undefined ? undefined : baseName(named);
    if (base === undefined) return undefined;
    if (base === name) {
      const said = `"${name}" is its own base: ${[...seen, base].join(' → ')}.`;
      return invalid(['systems', name, 'base'], said, 'Let one of them vary a system of the program.');
    }
    // A circle further on is the fault of those that are in it.
    if (seen.includes(base)) return undefined;
    seen.push(base);
    if (seen.length > MOST_BASES) {
      const said = `"${name}" stands on more than ${MOST_BASES} systems, each the base of the one before.`;
      return invalid(
        ['systems', name, 'base'],
        said,
        'Name one as its base that is nearer to those of the program.',
      );
    }
  }
}

function pathFault(path: string | undefined, at: Place): Fault | undefined {
  if (path === undefined) return undefined;
  const way = normalize(path);
  if (!isAbsolute(way) && way !== '..' && !way.startsWith('../')) return undefined;
  return {
    code: 'PATH_OUTSIDE',
    at,
    message: `"${at.join('.')}" is ${JSON.stringify(path)}, which leads out of the project's folder.`,
    next: 'Put it beside lupine-bench.yaml, and write its path from there.',
  };
}

function invalid(at: Place, message: string, next: string): Fault {
  return { code: 'PROJECT_INVALID', at, message, next };
}
