// SPDX-License-Identifier: Apache-2.0
import type {
  AppName,
  ClaimName,
  Count,
  Ordinal,
  OneLine,
  ScenarioName,
  Sha256,
  SystemName,
} from '../core/names.js';
import type { Clock, Counted } from '../metric/types.js';
import type { ScenarioFile } from '../scenario/types.js';
import type { Ablation, DerivedSystem } from './ablation.js';
import type { PinnedPackages } from './pinned.js';
import type { KernelSources } from './source.js';
import type { UnsupportedCell } from './supported.js';

/** How a step gets its values: one boot, several boots that depend on each other, a look at files, or a log of others. */
export type StepKind = 'boot' | 'search' | 'inspect' | 'import';

/** One entry of the plan: what becomes `boots/<n>.json`. */
export interface PlanStep {
  /** Number in the plan, from 1; also the file's name. */
  n: Ordinal;
  kind: StepKind;
  scenario: ScenarioName;
  system: SystemName;
  /** Git revision of the project that the system is made from; missing where the run has only one. */
  revision?: OneLine | undefined;
  app: AppName;
  /** Number of the boot within its cell, from 1. */
  boot: Ordinal;
}

/** A log file that was imported. */
export interface ImportedFile {
  /** Name of the file, without its folder. */
  name: string;
  sha256: Sha256;
  scenario: ScenarioName;
  system: SystemName;
  /** Runs of the client in it. */
  runs: Count;
}

/** Where the values of a run come from that made no boot itself. */
export interface Imported {
  files: ImportedFile[];
  /** What the logs say of how their client was used, by scenario, as far as it is the same for all systems. */
  settings: Record<string, Readonly<Record<string, number | string>>>;
  /** By scenario and system: what is known of each, and where the clients of two were not used alike. */
  conditions?: Record<string, Record<string, Readonly<Record<string, number | string>>>> | undefined;
}

/** What a run is planned for that compares two commits of a project. */
export interface PlannedGate {
  /** Hash of the commit that is the base. */
  base: OneLine;
  /** That of the head, or `working tree`. */
  head: OneLine;
  /** Boots of each side after which the values are looked at, rising; more are made only where that does not tell. */
  looks: Ordinal[];
  /** Boots of each side behind the last look that are kept for what looks worse: they alone confirm it. */
  fresh: Ordinal;
}

/** A host of a run that has several. */
export interface PlannedHost {
  name: OneLine;
  identity: OneLine;
}

/** Which part of a larger plan a run makes. */
export interface Shard {
  /** Its number, from 1, of so many. */
  index: Ordinal;
  of: Ordinal;
  /** The steps that the other shards make. */
  elsewhere: PlanStep[];
}

/** Everything a run will do, decided before it begins; `plan.json`. */
export interface Plan {
  format: 1;
  clock: Clock;
  /** Which definition of the clock gives the values; 1 when missing. */
  clockDefinition?: Ordinal | undefined;
  /** What is counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
  /** One sentence: why this clock. */
  clockReason: string;
  /**
   * Identity of the host on which the boots are made, or of all of them together; `any` where it cannot show: under the deterministic clock,
   * unless the host is counted.
   */
  host: OneLine;
  /** Names of the hosts on which they are made; none for a run that was made from logs. */
  hosts?: OneLine[] | undefined;
  /** The same with their identities, for several under the wall clock: all boots of an app in a scenario are made on one of them. */
  fleet?: PlannedHost[] | undefined;
  /** Monitor that runs the guests. */
  monitor: OneLine;
  /** Kernel sources: each an absolute path or a URL, with the digest that the user named; missing for the default. */
  kernelSource?: KernelSources | undefined;
  /** What the images must be made from; whatever is there when missing. */
  pinned?: PinnedPackages | undefined;
  /** Set when the run was made from logs of others: nothing is booted for it. */
  imported?: Imported;
  /** Scenarios with the user's changes applied. */
  scenarios: ScenarioFile[];
  steps: PlanStep[];
  /** Cells that systems can never have, which are told and not tried; none when missing. */
  unsupported?: UnsupportedCell[] | undefined;
  /** Set when the run is one of several that make a plan together; `steps` keep their numbers of the whole. */
  shard?: Shard | undefined;
  /** Set when a profile is made of each cell; `tree`: calls are followed too. */
  profile?: { tree: boolean };
  /** Claims of the paper, by id, that are judged by this run whenever it is derived. */
  reproduce?: { claims: ClaimName[] };
  /** Systems that exist in this run only, with their fragments in its folder. */
  derived?: DerivedSystem[];
  /** Set when the run compares two revisions: boots are made until the values tell, and not all of them. */
  gate?: PlannedGate;
  /** Set when the run prices categories of options. */
  ablation?: Ablation;
}
