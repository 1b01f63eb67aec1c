// SPDX-License-Identifier: Apache-2.0
import { cacheRoot } from '../core/paths.js';
import type { Artifact } from '../core/artifact.js';
import type { Host } from '../host/types.js';
import type { BootImage, SourceId } from '../image/boot-image.js';
import type { HostClients } from '../image/host-clients.js';
import type { Plan } from '../plan/types.js';
import { workloadOf } from '../workload/registry.js';
import type { RunFolder } from './folder.js';
import { type Pins, pinsOf } from './pinning.js';
import { cellName } from '../plan/durations.js';
import {
  type Provenance,
  collectProvenance,
  readProvenance,
  requireSameClock,
  requireSameEnvironment,
  requireSameImages,
  writeProvenance,
} from './provenance.js';
import type { StepRecord, UsedImages } from './record.js';
import { billOfMaterials, billPath } from './sbom.js';

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
    host: Host,
    kernelSource: SourceId | undefined,
    askedCpus: readonly number[] | undefined,
  ): Promise<ProvenanceBook> {
    requireSameClock(plan);
    const before = await readProvenance(folder);
    const pins = await pinsOf(plan, () => host.cpus(), askedCpus, before?.pins);
    const now = await collectProvenance(host, plan, kernelSource, pins);
    if (before !== undefined) requireSameEnvironment(before, now, plan);
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

  /** CPUs on which the processes of this run stay. */
  get pins(): Pins | undefined {
    return this.#provenance.pins;
  }

  /** Throws `RESUME_CHANGED` when a cell would mix images. */
  readonly requireSameImages = (cell: string, images: UsedImages): void => {
    const before = this.#images.get(cell);
    if (before !== undefined) requireSameImages(cell, before, images);
    this.#images.set(cell, images);
  };

  /** Notes what a finished step was made with. */
  async add(record: StepRecord, image: BootImage, clients: HostClients | undefined): Promise<void> {
    const { step } = record;
    const scenario = this.#plan.scenarios.find(({ name }) => name === step.scenario);
    if (scenario === undefined) return;
    const { systems, apps, commands, kernelSource } = this.#provenance;
    const { system, cmdline, container } = image;
    const source = system.source?.sha256 === kernelSource?.sha256 ? undefined : system.source;
    const { revision } = step;
    const state = revision === undefined ? '' : `@${revision}`;
    let grown = keep(systems, `${step.system}${state}`, () => ({
      inputs: system.inputs,
      artifacts: digests(system.artifacts),
      ...{ cmdline, source },
    }));
    const own = image.artifacts.filter((one) => !system.artifacts.includes(one));
    const { purpose } = workloadOf(scenario);
    const others = (clients?.packages ?? []).filter(({ name }) =>
      image.packages.every((one) => one.name !== name),
    );
    // What loads an app is part of its image, and each scenario has its own.
    const root = `${step.app} ${purpose}${purpose === 'load' ? ` of ${step.scenario}` : ''}${state}`;
    const packages = [...image.packages, ...others];
    const sbom = billPath(root);
    if (!Object.hasOwn(apps, root)) {
      const parts = { name: root, artifacts: own, packages, container, own: image.own };
      const vendor = /ubuntu/i.test(this.#provenance.host.distribution) ? 'ubuntu' : 'debian';
      await this.#folder.write(this.#folder.path(sbom), billOfMaterials({ ...parts, vendor }));
    }
    grown = keep(apps, root, () => ({ artifacts: digests(own), packages, container, sbom })) || grown;
    const argv = record.result?.argv;
    if (argv !== undefined)
      grown = keep(commands, cellName(step), () => argv.map((word) => this.#portable(word))) || grown;
    if (grown) this.#writing = this.#writing.then(() => writeProvenance(this.#folder, this.#provenance));
    // Also for what an earlier step has added: it may still be on its way.
    await this.#writing;
  }

  /** Equal runs have equal provenance: the run's own folder and the cache's place are not part of it. */
  #portable(word: string): string {
    return word.replaceAll(this.#folder.dir, '<run>').replaceAll(cacheRoot(), '<cache>');
  }
}

/** Adds an entry unless there is one; says whether it did. */
function keep<T>(book: Record<string, T>, key: string, make: () => T): boolean {
  if (Object.hasOwn(book, key)) return false;
  // A plain assignment to __proto__ would change the book itself.
  Object.defineProperty(book, key, { value: make(), enumerable: true, writable: true, configurable: true });
  return true;
}

function digests(artifacts: readonly Artifact[]): Record<string, string> {
  return Object.fromEntries(artifacts.map(({ role, sha256 }) => [role, sha256]));
}
