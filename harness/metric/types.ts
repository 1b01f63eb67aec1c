// SPDX-License-Identifier: Apache-2.0
import type { MetricName } from '../core/names.js';

/** How time passes in a boot; values of different clocks are never compared. */
export type Clock = 'deterministic' | 'wall';

/**
 * What is counted under the deterministic clock: the instructions of the guest alone, or those of the whole KVM host that runs it, of its
 * kernel and the monitor too. Values of the two are never compared.
 */
export type Counted = 'guest' | 'kvm-host';

/** Which way is better. */
export type Direction = 'lower' | 'higher';

/**
 * Units of sample values. `vns`, `req/vs` (requests per virtual second) and `MB/vs` (10^6 bytes per virtual second)
 * belong to the deterministic clock, `ns`, `req/s` and `MB/s` to the wall clock; the others have no clock in them.
 */
export type Unit =
  'vns' | 'ns' | 'req/vs' | 'req/s' | 'MB/vs' | 'MB/s' | 'requests' | 'bytes' | 'MiB' | 'options';

/** Units as a workload declares them: time and rates take the clock's own unit when the run starts. */
export type DeclaredUnit = 'ns' | 'req/s' | 'MB/s' | 'requests' | 'bytes' | 'MiB' | 'options';

/** What a workload declares about one of its metrics; the same for all systems. */
export interface MetricDefinition {
  /** What a reader sees on the chart, a few words; a scenario may say it otherwise. */
  title: string;
  /** What exactly is measured, and by whom; one or a few sentences. */
  definition: string;
  /** Unit under the wall clock; the deterministic clock writes `vns` for `ns`, `req/vs` for `req/s`, `MB/vs` for `MB/s`. */
  unit: DeclaredUnit;
  /** Which way is better. */
  direction: Direction;
  /** The only clock under which the metric exists; under the other one it is not planned, and its definition says why. */
  clock?: Clock | undefined;
  /** What must be counted for it; the guest alone when missing. One that exists under the wall clock only says nothing of it. */
  counted?: Counted | undefined;
}

/** A metric of a scenario: the workload's definition without its text, under the title that the scenario gives it. */
export interface MetricDeclaration extends Omit<MetricDefinition, 'definition'> {
  /** Dotted name that the workload declares, e.g. `boot.guest`. */
  name: MetricName;
}

/** One value of one metric from one boot: exactly one row of `samples.csv`. */
export interface Sample {
  scenario: string;
  system: string;
  /** Which state of the system was measured, where a run has several. */
  revision?: string | undefined;
  app: string;
  metric: string;
  unit: Unit;
  direction: Direction;
  clock: Clock;
  /** Program that ran the machine, and its version, e.g. `qemu 7.2.22`; empty when nothing says. */
  monitor: string;
  /** Identity of the host where values depend on it, else `any`: under the deterministic clock, unless the host is itself counted. */
  host: string;
  /** Number of the boot within its cell, from 1. */
  boot: number;
  value: number;
}
