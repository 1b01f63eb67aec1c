// SPDX-License-Identifier: Apache-2.0
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx';
import { hasCode } from '../../harness/core/files.js';
import { digestOf } from '../../harness/core/json.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';
import { configure, fixedVariables } from '../../harness/image/kernel/config.js';
import { type OptionRequest, mergeFragments } from '../../harness/image/kernel/fragments.js';
import { patchFiles } from '../../harness/image/kernel/patch-fit.js';
import { readPatches } from '../../harness/image/kernel/patch-files.js';
import { type KernelSource, findSource, unpackSource } from '../../harness/image/kernel/source.js';
import type { LinuxSystem } from '../../harness/system/types.js';
import { builtinSystems } from '../support/builtin.js';
import { CHANGES, type InjectedChange } from './changes.js';

/** A kernel as a finished one of a project. */
export interface MadeKernel {
  vmlinux: string;
  config: string;
}

/** The system that everything is injected into. */
export const BASE = 'lupine-hello';

/** Path of the patch of a change. */
export function patchPath({ name, how }: InjectedChange): string {
  return packagePath('test', 'evaluation', how.kind === 'guest patch' ? 'guest' : 'kernel', `${name}.patch`);
}

/**
 * One tree of sources and one of objects for all kernels of an evaluation, outside of the cache: a patch goes in, make rebuilds what it
 * changes and links, and the next patch takes its place. A kernel that is there is not made again.
 */
export class KernelTree {
  readonly #work: string;
  readonly #jobs: number;

  constructor(work: string, jobs: number) {
    this.#work = work;
    this.#jobs = jobs;
  }

  /** The kernel of a change, or the one without. */
  async kernel(change: InjectedChange | undefined): Promise<MadeKernel> {
    const source = await findSource(undefined);
    const system = (await builtinSystems()).resolveLinux(BASE);
    const requests = [...(await mergeFragments(system.fragments)), ...optionsOf(change)];
    const patches = change?.how.kind === 'kernel patch' ? [patchPath(change)] : [];
    const key = digestOf({
      source: source.sha256,
      patches: (await readPatches(patches)).map(({ sha256 }) => sha256),
      options: requests.map(({ name, value }) => `${name}=${value}`),
    }).slice(0, 16);
    const kept = join(this.#work, 'kernels', key);
    const made = { vmlinux: join(kept, 'vmlinux'), config: join(kept, 'config') };
    if (existsSync(made.config)) return made;
    await this.#patch(source, patches);
    await this.#make(system, requests);
    await mkdir(kept, { recursive: true });
    await copyFile(join(this.#objects, 'vmlinux'), made.vmlinux);
    await copyFile(join(this.#objects, '.config'), made.config);
    return made;
  }

  get #sources(): string {
    return join(this.#work, 'sources');
  }

  get #objects(): string {
    return join(this.#work, 'objects');
  }

  /** Gives every file that any patch changes the text that it must have now; one that has it keeps its time, for make. */
  async #patch(kernelSource: KernelSource, patches: readonly string[]): Promise<void> {
    const original = await unpackSource(kernelSource);
    const whole = join(this.#work, 'sources-whole');
    if (!existsSync(whole)) {
      await rm(this.#sources, { recursive: true, force: true });
      await mkdir(this.#work, { recursive: true });
      await $({ quiet: true })`cp -a ${original} ${this.#sources}`;
      await writeFile(whole, '');
    }
    const patched = patches.length === 0 ? undefined : await patchFiles(patches, kernelSource);
    const all = CHANGES.filter(({ how }) => how.kind === 'kernel patch').map(patchPath);
    for (const { files } of await readPatches(all)) {
      for (const file of files) {
        const from = join(patched?.touched.includes(file) === true ? patched.dir : original, file);
        const wanted = await readFile(from);
        const to = join(this.#sources, file);
        if (wanted.equals(await readFile(to))) continue;
        await rm(to);
        await writeFile(to, wanted);
      }
    }
  }

  async #make(system: LinuxSystem, requests: readonly OptionRequest[]): Promise<void> {
    await mkdir(this.#objects, { recursive: true });
    const asked = join(this.#objects, 'asked.digest');
    const digest = digestOf(requests.map(({ name, value }) => `${name}=${value}`));
    if ((await readIfThere(asked)) !== digest) {
      await rm(asked, { force: true });
      await configure(this.#sources, this.#objects, system.baseConfig, requests);
      await writeFile(asked, digest);
    }
    const make = ['-C', this.#sources, `O=${this.#objects}`, `-j${this.#jobs}`, ...fixedVariables];
    await runTool('nice', ['-n', '19', 'make', ...make, ...system.make, 'vmlinux'], {
      ...{ code: 'KERNEL_BUILD', log: join(this.#work, 'make.log') },
    });
  }
}

function optionsOf(change: InjectedChange | undefined): OptionRequest[] {
  if (change?.how.kind !== 'kernel options') return [];
  const { name: origin, how } = change;
  return Object.entries(how.options).map(([name, value]) => ({ name, value, origin }));
}

async function readIfThere(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
}
