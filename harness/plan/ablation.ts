// SPDX-License-Identifier: Apache-2.0
import type {
  AppName,
  CategoryName,
  FragmentPath,
  MetricName,
  OneLine,
  OptionName,
  ScenarioName,
  Sha256,
  SystemName,
} from '../core/names.js';

/** A metric by which categories of options are priced. */
export interface Measure {
  /** Scenario of `scenarios/` that measures it. */
  scenario: ScenarioName;
  app: AppName;
  metric: MetricName;
}

/** `add`: one category put on top of the small kernel; `remove`: one taken from the large kernel. */
export type Series = 'add' | 'remove';

/** An option with its value in two kernels; `n` also where a kernel does not know it. */
export interface OptionChange {
  name: OptionName;
  from: OneLine;
  to: OneLine;
}

/** An option of a category that Kconfig did not take with the rest of the category. */
export interface LeftOut {
  name: OptionName;
  /** Options outside of the category that it needs, as far as the Kconfig files name them; empty when others select it. */
  needs: OptionName[];
}

/** A category of a run. */
export interface PlannedCategory {
  name: CategoryName;
  title: string;
  summary: string;
  /** Nearest rows of the paper's table of removed options. */
  paper: string;
  /** Options of other categories that come along when it comes alone. */
  along?: OptionName[];
  /** Its options that differ between the two kernels, sorted by name. */
  options: OptionChange[];
}

/** A kernel that has, or lacks, one category. */
export interface PlannedKernel {
  series: Series;
  /** Name of the category. */
  category: CategoryName;
  /** Name of the system. */
  system: SystemName;
  /** Options of the category that Kconfig did not take. */
  leftOut: LeftOut[];
  /** Options outside of the category that changed with it, from the kernel before to this one. */
  followed: OptionChange[];
}

/** What a run prices; part of its plan. */
export interface Ablation {
  /** Small and large kernel, names of systems. */
  from: SystemName;
  to: SystemName;
  measures: Measure[];
  /** Options that differ and belong to no category. */
  kept: { options: OptionChange[]; why: string }[];
  /** Every category with options that differ, measured or not. */
  categories: PlannedCategory[];
  kernels: PlannedKernel[];
}

/** A system that exists in one run only. */
export interface DerivedSystem {
  name: SystemName;
  title: string;
  summary: string;
  /** The system of the catalogue that it is a variant of: its command line, patches and start are the same. */
  base: SystemName;
  /** All options that it asks for, a file in the run's folder. */
  fragment: FragmentPath;
  /** Of that file. */
  sha256: Sha256;
  /** Put behind the command line. */
  cmdline?: OneLine;
}
