// SPDX-License-Identifier: Apache-2.0
import type { Cell, Waiver } from '../comparison/index.js';
import type { Clock, Counted, Sample } from '../metric/types.js';
import type { UnsupportedCell } from '../plan/supported.js';

/** A scenario as the report shows it. */
export interface ReportedScenario {
  name: string;
  title: string;
  description: string;
  /** System to which the others are normalised. */
  baseline: string;
  /** Parameters in words for the reader, e.g. `requests: 20000`. */
  parameters: Record<string, string | number | boolean>;
  /** How much worse counts as nothing, by metric, where the scenario says so. */
  margins?: Record<string, string>;
  /** Differences between systems that stand although they would mislead, where the scenario says so. */
  waivers?: Waiver[];
  /** Where the load came from, e.g. `inside the guest over loopback`. Empty when there is no load. */
  load: string;
  /** What a reader must know of the values under this clock; missing when there is nothing. */
  note?: string;
}

/** A line about where a run came from. */
export interface ProvenanceLine {
  label: string;
  value: string;
  /** File of the run's folder that says more. */
  file?: string | undefined;
}

/** `run.json`: everything a report needs, derived from the run folder. */
export interface RunSummary {
  format: 1;
  clock: Clock;
  /** What was counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
  /** Where the run was made, as its plan says; what a value depends on is in its cell. */
  host: string;
  scenarios: ReportedScenario[];
  /** Systems in the order of the catalogue. */
  systems: {
    name: string;
    title: string;
    /** Kernel command line that was used; empty for an imported one. */
    cmdline: string;
    /** One word for the systems that belong together. */
    family: string;
    /** True for a system that the report is about. */
    subject: boolean;
    /** App whose kernel it is, for a system that was specialised for one. */
    app?: string | undefined;
    /** Version of its kernel, where it is one of those from which any system can be built. */
    version?: string | undefined;
  }[];
  cells: Cell[];
  /** What is asked for and a system can never have, with reason and source; its cells have no value. */
  unsupported?: UnsupportedCell[] | undefined;
  samples: Sample[];
  /** Facts in words that a reader must know, e.g. why KVM was not used. One sentence each. */
  notes: string[];
  /** Label and value pairs from provenance.json for the report's foot, without run id or date. */
  provenance: ProvenanceLine[];
  /** True when every planned boot has been made. */
  complete: boolean;
}
