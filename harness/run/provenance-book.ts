// SPDX-License-Identifier: Apache-2.0
import { cacheRoot } from '../core/paths.js';
import type { Images } from '../image/images.js';
import type { KernelTarball } from '../image/kernel/source.js';
import type { Plan } from '../plan/types.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { VmmCapabilities } from '../vmm/types.js';
import { workloadOf } from '../workload/registry.js';
import { fullCmdline } from './context.js';
import type { RunFolder } from './folder.js';
import { clientCpuOfRun, cpusOfRun } from './pinning.js';
import { cellName } from '../plan/history.js';
import {
  type Provenance,
  collectProvenance,
  readProvenance,
  requireSameEnvironment,
  requireSameImages,
  writeProvenance,
} from './provenance.js';
import type { StepRecord, UsedImages } from './record.js';

/** The provenance of a run while it is written: grows with each new system and app, refuses contradictions. */
export class ProvenanceBook {
  readonly #folder: RunFolder;
  readonly #plan: Plan;
  readonly #provenance: Provenance;
  readonly #images = new Map<string, UsedImages>();
  /** Steps that had a record when the book was opened. */
  finished = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(folder: RunFolder, plan: Plan, provenance: Provenance) {
    this.#folder = folder;
    this.#plan = plan;
    this.#provenance = provenance;
  }

  /**
   * Begins the provenance of a run, or goes on with the one it has.
   * @throws BenchError `RESUME_CHANGED` (exit 5) when VMM, host CPU or kernel source are not those of the first boots;
   *   `CPUS_INVALID` (exit 2); `LOAD_CPUS` (exit 3).
   */
  static async open(
    folder: RunFolder,
    plan: Plan,
    vmm: VmmCapabilities,
    tarball: KernelTarball,
    askedCpus?: readonly number[],
  ): Promise<ProvenanceBook> {
    const before = await readProvenance(folder);
    const cpus = await cpusOfRun(plan.clock, askedCpus, before);
    const client = await clientCpuOfRun(plan, cpus, before);
    const now = await collectProvenance(vmm, tarball, cpus, client);
    if (before !== undefined) requireSameEnvironment(before, now, plan.clock);
    const book = new ProvenanceBook(folder, plan, before ?? now);
    for (const step of plan.steps) {
      const record = await folder.record(step);
      if (record === undefined) continue;
      book.finished += 1;
      if (record.images !== undefined) book.#images.set(cellName(step), record.images);
    }
    await writeProvenance(folder, book.#provenance);
    return book;
  }

  /** CPUs on which the VMMs of this run stay; missing under the deterministic clock. */
  get cpus(): readonly number[] | undefined {
    return this.#provenance.cpus;
  }

  /** CPU on which clients on the host stay; missing when there are none. */
  get clientCpu(): number | undefined {
    return this.#provenance.clientCpu;
  }

  /** Throws `RESUME_CHANGED` when a cell would mix images. */
  readonly requireSameImages = (cell: string, images: UsedImages): void => {
    const before = this.#images.get(cell);
    if (before !== undefined) requireSameImages(cell, before, images);
    this.#images.set(cell, images);
  };

  /** Notes what a finished step was made with. */
  async add(record: StepRecord, images: Images, catalogue: SystemCatalogue): Promise<void> {
    const { step } = record;
    const scenario = this.#plan.scenarios.find(({ name }) => name === step.scenario);
    if (scenario === undefined || record.images === undefined) return;
    const { systems, apps, commands } = this.#provenance;
    const kernel = await images.kernel(step.system);
    systems[step.system] ??= {
      inputs: kernel.digest,
      vmlinux: kernel.vmlinux.sha256,
      bzImage: kernel.bzImage.sha256,
      config: kernel.config.sha256,
      cmdline: fullCmdline(catalogue, step.system, this.#plan.clock),
    };
    const rootfs = await images.rootfs(step.app, scenario);
    const { purpose } = workloadOf(scenario);
    const clients = await images.hostClients(step.app, scenario);
    // What loads an app is part of its image, and each scenario has its own.
    apps[`${step.app} ${purpose}${purpose === 'load' ? ` of ${step.scenario}` : ''}`] ??= {
      initramfs: rootfs.initramfs.sha256,
      ext2: rootfs.ext2.sha256,
      packages: [
        ...rootfs.packages,
        ...(clients?.packages ?? []).filter(({ name }) => rootfs.packages.every((one) => one.name !== name)),
      ],
      ...(rootfs.container === undefined ? {} : { container: rootfs.container }),
    };
    const argv = record.result?.argv;
    if (argv !== undefined) commands[cellName(step)] ??= argv.map((word) => this.#portable(word));
    this.#writing = this.#writing.then(() => writeProvenance(this.#folder, this.#provenance));
    await this.#writing;
  }

  /** Equal runs have equal provenance: the run's own folder and the cache's place are not part of it. */
  #portable(word: string): string {
    return word.replaceAll(this.#folder.dir, '<run>').replaceAll(cacheRoot(), '<cache>');
  }
}
