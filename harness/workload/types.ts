// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from '../app/make-job.js';
import type { ArtifactRole } from '../core/artifact.js';
import type { BenchError } from '../core/errors.js';
import type { GuestReport } from '../boot/types.js';
import type { Clock } from '../metric/types.js';
import type { StepKind } from '../plan/types.js';
import type { ScenarioParameters } from '../scenario/types.js';

/** What a boot gives its workload to read values from. */
export interface Measured {
  clock: Clock;
  parameters: ScenarioParameters;
  report: GuestReport;
  /** `vmmNs` of the boot, under the wall clock. */
  vmmNs?: number | undefined;
}

/** An image, for workloads that look at its files instead of booting it. */
export interface InspectedImage {
  /** @throws BenchError `ARTIFACT_MISSING` (exit 3) when the image has no such file. */
  readonly bytes: (role: ArtifactRole) => number;
  /** Kconfig options set to y. */
  options?: number | undefined;
  /** Bytes of the kernel when it is only stripped. */
  strippedBytes?: number | undefined;
}

/** What is done in the steps of a scenario and how values are read from it. */
export interface Workload {
  kind: StepKind;
  /** What the guest does after its app is ready. */
  purpose: 'boot' | 'check' | 'load';
  /** Metrics it can give. */
  metrics: readonly string[];
  /** Where the load comes from, in words; empty when there is none. */
  load: string;
  /** Where its clients run; in the guest when missing. */
  clientsOn?: 'guest' | 'host';
  /** Programs to run in the guest, or on the host; a workload of many programs runs those that these metrics need, all when missing. */
  clients(parameters: ScenarioParameters, metrics?: readonly string[]): ClientRequest[];
  /**
   * Values by metric from a boot (`boot`), in the clock's unit.
   * @throws BenchError `CLIENT_FAILED` or `CLIENT_OUTPUT` (exit 3) when a client did not print what it should.
   */
  read?(measured: Measured): Record<string, number>;
  /**
   * For a workload whose metrics come from programs of their own, instead of `read`: each of these metrics with its value
   * or with the error of its program, which is then no failure of the others.
   */
  readEach?(measured: Measured, metrics: readonly string[]): Record<string, number | BenchError>;
  /** Values by metric from the images (`inspect`). */
  inspect?(image: InspectedImage): Record<string, number>;
  /** Roles of the files that `inspect` looks at. */
  inspects?: readonly ArtifactRole[];
  /** Seconds that one step takes on a machine like the one this was written on; for the plan's estimate. */
  expectedSeconds: number;
}
