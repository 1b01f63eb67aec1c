// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { usageError } from '../core/errors.js';
import { projectRoot } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import type { Clock } from '../metric/types.js';
import { loadYaml } from '../scenario/yaml.js';
import type { System, SystemCatalogueFile, SystemDeclaration } from './types.js';

const APP_PATTERN = 'lupine-<app>';

/** The systems that can be built, with their modifiers. */
export class SystemCatalogue {
  readonly #file: SystemCatalogueFile;
  readonly #kernelDir: string;
  readonly #apps: readonly string[];

  constructor(file: SystemCatalogueFile, apps: readonly string[], kernelDir: string) {
    this.#file = file;
    this.#apps = apps;
    this.#kernelDir = kernelDir;
  }

  /** Every system without modifiers, in the order of the file; `lupine-<app>` once per app. */
  names(): string[] {
    return Object.keys(this.#file.systems).flatMap((name) =>
      name === APP_PATTERN ? this.#apps.map((app) => `lupine-${app}`) : [name],
    );
  }

  /** Modifiers that may follow a name, without the plus. */
  modifiers(): string[] {
    return Object.keys(this.#file.modifiers);
  }

  /**
   * Resolves a name such as `lupine-redis+tiny`.
   * @throws BenchError `SYSTEM_UNKNOWN` or `MODIFIER_UNKNOWN` (exit 2) with the closest known name.
   */
  resolve(name: string): System {
    const [base = '', ...modifiers] = name.split('+');
    const { declaration, app } = this.#find(base);
    let { title, cmdline } = declaration;
    const fragments = [...declaration.fragments];
    const make: string[] = [];
    for (const modifier of modifiers) {
      const known = this.#file.modifiers[modifier];
      if (known === undefined) {
        throw usageError(
          'MODIFIER_UNKNOWN',
          `system "${name}" has the unknown modifier "+${modifier}".`,
          `Known modifiers: ${this.modifiers()
            .map((known) => `+${known}`)
            .join(', ')}.`,
        );
      }
      title += `, ${known.title}`;
      fragments.push(...(known.fragments ?? []));
      make.push(...(known.make ?? []));
      if (known.cmdline !== undefined) cmdline += ` ${known.cmdline}`;
    }
    return {
      name,
      title: title.replaceAll('<app>', app),
      summary: declaration.summary.replaceAll('<app>', app),
      start: declaration.start,
      fragments: fragments.map((file) => join(this.#kernelDir, file.replaceAll('<app>', app))),
      cmdline,
      make,
    };
  }

  /** What every system's command line gets under this clock. */
  clockCmdline(clock: Clock): string {
    return this.#file.clocks[clock].cmdline;
  }

  #find(base: string): { declaration: SystemDeclaration; app: string } {
    const exact = this.#file.systems[base];
    if (exact !== undefined && base !== APP_PATTERN) return { declaration: exact, app: '' };
    const app = base.startsWith('lupine-') ? base.slice('lupine-'.length) : '';
    const pattern = this.#file.systems[APP_PATTERN];
    if (pattern !== undefined && this.#apps.includes(app)) return { declaration: pattern, app };
    throw usageError('SYSTEM_UNKNOWN', `there is no system "${base}".`, suggest(base, this.names()));
  }
}

/**
 * Reads `kernel/systems.yaml`.
 * @param apps names of the declared apps, for the pattern `lupine-<app>`.
 */
export async function loadSystems(apps: readonly string[]): Promise<SystemCatalogue> {
  const dir = join(projectRoot, 'kernel');
  const file = await loadYaml<SystemCatalogueFile>(join(dir, 'systems.yaml'), 'systems');
  return new SystemCatalogue(file, apps, dir);
}
