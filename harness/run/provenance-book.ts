// SPDX-License-Identifier: Apache-2.0
import { cacheRoot } from '../core/paths.js';
import type { Artifact } from '../core/artifact.js';
import { isEmulated } from '../host/emulation.js';
import type { Host } from '../host/types.js';
import type { BootImage, SourceId } from '../image/boot-image.js';
import type { HostClients } from '../image/host-clients.js';
import type { TuningOutcome } from '../remote/tuning/types.js';
import type { Plan } from '../plan/types.js';
import { workloadOf } from '../workload/registry.js';
import type { RunFolder } from './folder.js';
import { type Pins, pinsOf } from './pinning.js';
import { cellName } from '../plan/durations.js';
import {
  type Provenance,
  asOf,
  collectProvenance,
  hostPart,
  partOf,
  readProvenance,
  requireSameClock,
  requireSameEnvironment,
  requireSameImages,
  requireSameTuning,
  writeProvenance,
} from './provenance.js';
import type { StepRecord, UsedImages } from './record.js';
import { type BillOptions, billOfMaterials, billPath } from './sbom.js';

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
    const now = await provenanceNow(before, plan, host, kernelSource, askedCpus);
    const book = new ProvenanceBook(folder, plan, before ?? now);
    if (before !== undefined) book.#noteHost(now);
    for (const step of plan.steps) {
      const record = await folder.record(step);
      if (record === undefined) continue;
      book.finished += 1;
      if (record.images !== undefined) book.#images.set(cellName(step), record.images);
    }
    await writeProvenance(folder, book.#provenance);
    return book;
  }

  /** CPUs on which the processes of a run stay that has one host. */
  get pins(): Pins | undefined {
    return this.#provenance.pins;
  }

  /**
   * Notes what became of the settings of a host; under the wall clock they stay what they were for its first boots.
   * @throws BenchError `RESUME_CHANGED` (exit 5).
   */
  async tuned(host: string, outcomes: readonly TuningOutcome[]): Promise<void> {
    const part = partOf(this.#provenance, host);
    const wall = this.#plan.clock === 'wall';
    if (part?.tuning !== undefined && wall) requireSameTuning(part.tuning, outcomes);
    if (part === undefined || (outcomes.length === 0 && !wall)) return;
    part.tuning = [...outcomes];
    await this.#write();
  }

  /** True when time is measured where it means nothing: on a host whose processor is emulated. */
  emulatedOn(host: string): boolean {
    return this.#plan.clock === 'wall' && asOf(this.#provenance, host)?.host.emulated === true;
  }

  /**
   * Notes a further host of the run.
   * @throws BenchError as {@link open}.
   */
  async join(host: Host, askedCpus: readonly number[] | undefined): Promise<void> {
    const { kernelSource } = this.#provenance;
    const now = await provenanceNow(this.#provenance, this.#plan, host, kernelSource, askedCpus);
    if (this.#noteHost(now)) await this.#write();
  }

  /** CPUs on which the processes of this run stay on one of several hosts. */
  pinsOn(host: string): Pins | undefined {
    return asOf(this.#provenance, host)?.pins;
  }

  #noteHost(now: Provenance): boolean {
    if (asOf(this.#provenance, now.host.name) !== undefined) return false;
    this.#provenance.others = [...(this.#provenance.others ?? []), hostPart(now)];
    return true;
  }

  async #write(): Promise<void> {
    this.#writing = this.#writing.then(() => writeProvenance(this.#folder, this.#provenance));
    await this.#writing;
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
    const built = `${step.system}${state}`;
    const vendor = /ubuntu/i.test(this.#provenance.host.distribution) ? 'ubuntu' : 'debian';
    const bill = async (path: string, parts: Omit<BillOptions, 'vendor'>): Promise<void> => {
      await this.#folder.write(this.#folder.path(path), billOfMaterials({ ...parts, vendor }));
    };
    const from = system.packages === undefined ? undefined : [...system.packages];
    const title = `kernel ${built}`;
    const billed = from === undefined ? undefined : billPath(title);
    if (from !== undefined && billed !== undefined && !Object.hasOwn(systems, built))
      await bill(billed, { title, artifacts: system.artifacts, packages: from, own: [] });
    let grown = keep(systems, built, () => ({
      inputs: system.inputs,
      artifacts: digests(system.artifacts),
      ...{ cmdline, source, fetched: system.fetched, packages: from, sbom: billed },
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
      await bill(sbom, { title: `root image ${root}`, artifacts: own, packages, container, own: image.own });
    }
    grown =
      keep(apps, root, () => ({
        artifacts: digests(own),
        ...{ packages, container, fetched: image.rootFetched, sbom },
      })) || grown;
    const argv = record.result?.argv;
    if (argv !== undefined)
      grown = keep(commands, cellName(step), () => argv.map((word) => this.#portable(word))) || grown;
    if (grown) await this.#write();
    // Also for what an earlier step has added: it may still be on its way.
    await this.#writing;
  }

  /** Equal runs have equal provenance: the run's own folder and the cache's place are not part of it. */
  #portable(word: string): string {
    return word.replaceAll(this.#folder.dir, '<run>').replaceAll(cacheRoot(), '<cache>');
  }
}

/** What a host has now, which must be what the run has of it. */
async function provenanceNow(
  before: Provenance | undefined,
  plan: Plan,
  host: Host,
  kernelSource: SourceId | undefined,
  askedCpus: readonly number[] | undefined,
): Promise<Provenance> {
  const of = before === undefined ? undefined : asOf(before, host.name);
  const emulated = plan.clock === 'wall' && (await isEmulated(host, plan.monitor));
  const pins = await pinsOf(plan, host, { asked: askedCpus, before: of?.pins, emulated });
  const now = await collectProvenance(host, plan, kernelSource, pins);
  if (before === undefined) return now;
  // A run of several hosts may get one that it did not have before.
  const several = (plan.hosts?.length ?? 0) > 1;
  requireSameEnvironment(of ?? (several ? { ...before, host: now.host } : before), now, plan);
  return now;
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
