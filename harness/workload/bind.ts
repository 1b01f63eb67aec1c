// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from '../metric/types.js';
import { APP_ADDRESS, type ClientSide, guestMetric, hostMetric } from './client-location.js';
import { completeParameters } from './parameters.js';
import { type RateBounds, requirePossibleRates } from './rate-faults.js';
import type { InspectedImage, Measured, Workload, WorkloadDeclaration } from './types.js';

const ON_HOST =
  'With the client on the host, on a CPU that the VMM does not use, over a tap device and virtio-net; wall clock only.';

/** A declared workload with its clients in the guest, or on the host. */
export function bindWorkload(declared: WorkloadDeclaration, side: ClientSide): Workload {
  const { name, kind, purpose, parameters, expectedSeconds } = declared;
  const definitions = definitionsOn(side, declared.metrics);
  const metrics = Object.keys(definitions);
  const complete = (measured: Measured): Measured => ({
    ...measured,
    parameters: completeParameters(declared, measured.parameters),
  });
  const own = <T>(values: Record<string, T>): Record<string, T> =>
    side === 'guest' ? values : onHost(values);
  return {
    ...{ name, kind, purpose, parameters, expectedSeconds, metrics, definitions, clientsOn: side },
    load: declared.load?.[side] ?? '',
    conditions: (given, metric) =>
      declared.conditions?.(completeParameters(declared, given), guestMetric(metric)) ?? {},
    clients: (given, wanted = metrics) =>
      declared.clients?.(completeParameters(declared, given), {
        ...{ side, address: APP_ADDRESS[side], metrics: wanted.map(guestMetric) },
      }) ?? [],
    ...(declared.inspect && { inspect: (image: InspectedImage) => declared.inspect?.(image) ?? {} }),
    ...(declared.read && {
      read: (measured: Measured) => {
        const asked = complete(measured);
        const values = declared.read?.(asked) ?? {};
        requirePossibleRates(values, boundsOf(declared, side, asked));
        return own(values);
      },
    }),
    ...(declared.readEach && {
      readEach: (measured: Measured, wanted: readonly string[]) =>
        own(declared.readEach?.(complete(measured), wanted.map(guestMetric)) ?? {}),
    }),
  };
}

/** What bounds the rates of a boot: what its clients were asked for, and the time that they had. */
function boundsOf(declared: WorkloadDeclaration, side: ClientSide, measured: Measured): RateBounds {
  const { report, parameters } = measured;
  const context = { side, address: APP_ADDRESS[side], metrics: Object.keys(declared.metrics) };
  const counts = (declared.clients?.(parameters, context) ?? []).map(({ requests }) => requests);
  const { clients, pipeline = 1 } = parameters;
  return {
    definitions: declared.metrics,
    report,
    requests: counts.every((one) => one !== undefined)
      ? counts.reduce((sum, one) => sum + one, 0)
      : undefined,
    underWay: clients === undefined ? undefined : clients * pipeline,
  };
}

/** By metric; what a client on the host measures has a name and a definition of its own. */
function definitionsOn(
  side: ClientSide,
  metrics: Readonly<Record<string, MetricDefinition>>,
): Record<string, MetricDefinition> {
  if (side === 'guest') return { ...metrics };
  return Object.fromEntries(
    Object.entries(metrics).map(([name, { definition, ...rest }]) => [
      hostMetric(name),
      { ...rest, definition: `${definition} ${ON_HOST}`, clock: 'wall' },
    ]),
  );
}

function onHost<T>(values: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [hostMetric(name), value]));
}
