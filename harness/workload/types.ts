// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import type { Foreign } from '../core/foreign.js';
import type { Conditions } from '../metric/conditions.js';
import type { Clock, Counted, MetricDefinition } from '../metric/types.js';
import type { ClientSide } from './client-location.js';

/** A parameter of a workload, always a whole number. */
export interface ParameterDeclaration {
  /** What a reader of a report sees beside the value, a few words. */
  label: string;
  /** What it does, one sentence, for the author of a scenario. */
  summary: string;
  /** Smallest and largest value. */
  minimum: number;
  maximum: number;
  /** Value where a scenario has none. */
  default: number;
}

/** The parameters of a workload, by the name that scenario files use. */
export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>;

/** A value for every parameter. */
export type ParameterValues<P extends ParameterDeclarations> = { readonly [K in keyof P]: number };

/** A program to run, by the name that the app declares it under. */
export interface ClientRequest {
  /** Name in the app's `clients`. */
  client: string;
  /** Name under which its output is reported; the client's own when missing. */
  name?: string | undefined;
  /** Arguments after those of the declaration. */
  args?: readonly string[] | undefined;
  /** Environment variables beside those of the declaration. */
  env?: Readonly<Record<string, string>> | undefined;
  /** Guest time that it may take, ms; ten minutes when missing. */
  withinMs?: number | undefined;
  /** Requests that it makes, for one that counts them: a profile is divided by it. */
  requests?: number | undefined;
}

/** What one program printed, complete. */
export interface ClientOutput {
  /** Name of its request. */
  name: string;
  /** Exit status, or 128 + signal. */
  status: number;
  stdout: Foreign;
  stderr: Foreign;
}

/** What a guest's report says that values can be read from. */
export interface ClientReport {
  /** Time stamp counter by event, in counts since vCPU reset. */
  tsc: Readonly<Record<string, bigint>>;
  /** Frequency of the counter, Hz. */
  tscHz: bigint;
  /** Outputs of the programs, in order; of those on the host where the load comes from there. */
  clients: readonly ClientOutput[];
}

/** What a boot gives its workload to read values from. */
export interface Measured<Values = Readonly<Record<string, number>>> {
  clock: Clock;
  /** Parameters of the scenario. */
  parameters: Values;
  report: ClientReport;
  /** What was counted under the deterministic clock; the guest alone when missing. */
  counted?: Counted | undefined;
  /** From the execution of the VMM to the first instruction of PID 1, ns of the host's clock; where that counts only. */
  vmmNs?: number | undefined;
}

/** What a workload may know of an image without booting it. */
export interface InspectedImage {
  /** Files by what they are for, e.g. `kernel`; bytes. */
  artifacts: readonly { role: string; bytes: number }[];
  /** Numbers that its builder knows, e.g. `options`. */
  facts: Readonly<Record<string, number | undefined>>;
}

/** Values by metric, or the error that cost one of them alone. */
export type Outcomes = Record<string, number | BenchError>;

/** What the clients of a boot are for. */
export interface ClientContext {
  /** Where they run. */
  side: ClientSide;
  /** Address of the app, seen from there. */
  address: string;
  /** Metrics that are wanted; a workload of many programs runs those that these need. */
  metrics: readonly string[];
}

/** What a workload is, wherever its clients run; a file of `harness/workload/` has one. */
export interface WorkloadDeclaration<
  N extends string = string,
  P extends ParameterDeclarations = ParameterDeclarations,
> {
  /** Name in scenario files. */
  name: N;
  /** How a step gets its values: one boot, a search over several boots, or a look at the images. */
  kind: 'boot' | 'search' | 'inspect';
  /** What the guest does after its app is ready. */
  purpose: 'boot' | 'check' | 'load';
  parameters: P;
  /**
   * What it can give, by metric. With clients on the host each metric has another name (`throughput.host.get`), because it
   * is another metric, and exists under the wall clock only.
   */
  metrics: Readonly<Record<string, MetricDefinition>>;
  /** What loads the app, in words, by where it can run; missing when nothing does. */
  load?: { readonly guest: string; readonly host?: string } | undefined;
  /** Seconds that one step takes on a machine like the one this was written on; for the plan's estimate. */
  expectedSeconds: number;
  /** How the app is loaded for a metric, by setting, as far as others may do it otherwise. */
  conditions?(parameters: ParameterValues<P>, metric: string): Conditions;
  /** Programs to run, in order; none when missing. */
  clients?(parameters: ParameterValues<P>, context: ClientContext): ClientRequest[];
  /**
   * Values by metric from a boot (`boot`), in the clock's unit.
   * @throws BenchError `CLIENT_FAILED` or `CLIENT_OUTPUT` (exit 3) when a client did not print what it should.
   */
  read?(measured: Measured<ParameterValues<P>>): Record<string, number>;
  /** Instead of `read`, for a workload whose programs fail one by one: each of these metrics, or the error of its program. */
  readEach?(measured: Measured<ParameterValues<P>>, metrics: readonly string[]): Outcomes;
  /** Values by metric from the images (`inspect`). */
  inspect?(image: InspectedImage): Outcomes;
}

/** A workload with its clients in one place, as scenarios use it. */
export interface Workload extends Pick<
  WorkloadDeclaration,
  'name' | 'kind' | 'purpose' | 'parameters' | 'expectedSeconds'
> {
  /** Names of the metrics that it can give. */
  metrics: readonly string[];
  /** What each of them is, by name. */
  definitions: Readonly<Record<string, MetricDefinition>>;
  /** Where the load comes from, in words; empty when there is none. */
  load: string;
  clientsOn: ClientSide;
  /** As declared. */
  conditions(parameters: Readonly<Record<string, number>>, metric: string): Conditions;
  /** As declared; a missing parameter has its default, all metrics are wanted when missing. */
  clients(parameters: Readonly<Record<string, number>>, metrics?: readonly string[]): ClientRequest[];
  /** As declared, with the names that the metrics have for clients in this place. */
  read?(measured: Measured): Record<string, number>;
  /** As declared, with the names that the metrics have for clients in this place. */
  readEach?(measured: Measured, metrics: readonly string[]): Outcomes;
  /** As declared. */
  inspect?(image: InspectedImage): Outcomes;
}

/** Gives a declaration back; for the compiler, which takes the types of the parameters from it. */
export function declareWorkload<const N extends string, const P extends ParameterDeclarations>(
  declaration: WorkloadDeclaration<N, P>,
): WorkloadDeclaration<N, P> {
  return declaration;
}
