// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import type { Clock } from '../metric/types.js';
import type { ClientRequest } from '../workload/types.js';
import type { Job, JobClient, JobInterface, JobNode } from './job.js';
import { waitNotify } from './host-load.js';
import type { AppDeclaration, DeviceName } from './types.js';

/** What a boot is for. */
export interface JobOptions {
  clock: Clock;
  /** `boot` and `check`: start, wait until ready, check, end. `load`: run the clients too. */
  purpose: 'boot' | 'check' | 'load';
  /** Clients in order; only with purpose `load`. */
  clients?: readonly ClientRequest[];
  /** Interface of a guest network, for a host load: the guest then waits for the host's word instead of running clients. */
  ethernet?: JobInterface;
  /** How the machine ends; `debug-exit` when missing. */
  end?: Job['end'];
}

/** Under the deterministic clock one instruction is one virtual nanosecond, by the VMM's setting. */
const DETERMINISTIC_TSC_HZ = 1_000_000_000n;
const CLIENT_LIMIT_MS = 600_000;

const DEVICES: Record<DeviceName, number> = { null: 3, zero: 5, full: 7, random: 8, urandom: 9 };

/**
 * Makes the guest's job for one boot from the app's declaration.
 * @throws BenchError `APP_CLIENT_UNKNOWN` (exit 2) when the app declares no such client.
 */
export function makeJob(app: AppDeclaration, options: JobOptions): Job {
  const fromHost = options.ethernet !== undefined;
  const clients = options.purpose === 'load' ? (options.clients ?? []) : [];
  return {
    mounts: app.mounts ?? [],
    nodes: (app.devices ?? []).map(node),
    settings: app.settings ?? [],
    limits: app.limits ?? [],
    loopback: app.network === 'loopback',
    ...(options.ethernet === undefined ? {} : { ethernet: options.ethernet }),
    app: {
      argv: [...app.command, ...(fromHost ? (app.hostLoadArgs ?? []) : [])],
      env: app.env ?? {},
      ...(app.cwd === undefined ? {} : { cwd: app.cwd }),
      ...(app.user === undefined ? {} : { user: app.user }),
      reportsMain: app.reportsMain ?? false,
    },
    privileged: app.privileged ?? false,
    ready: app.ready,
    checks: app.checks,
    clients: fromHost ? [waitNotify(CLIENT_LIMIT_MS)] : jobClients(app, clients),
    end: options.end ?? 'debug-exit',
    ...(options.clock === 'deterministic' ? { tscHz: DETERMINISTIC_TSC_HZ } : {}),
  };
}

function node(name: DeviceName): JobNode {
  return { path: `/dev/${name}`, kind: 'char', major: 1, minor: DEVICES[name], mode: 0o666, optional: false };
}

/**
 * Clients as programs with all their arguments.
 * @throws BenchError `APP_CLIENT_UNKNOWN` (exit 2) when the app declares no such client.
 */
export function jobClients(app: AppDeclaration, requests: readonly ClientRequest[]): JobClient[] {
  return requests.map((request) => client(app, request));
}

function client(app: AppDeclaration, request: ClientRequest): JobClient {
  const declared = ownValue(app.clients ?? {}, request.client);
  if (declared === undefined) {
    const known = Object.keys(app.clients ?? {}).join(', ');
    throw usageError(
      'APP_CLIENT_UNKNOWN',
      `App ${app.name} declares no client \`${request.client}\`.`,
      known === '' ? `Declare it in scenarios/apps/${app.name}/app.yaml.` : `Use one of: ${known}.`,
    );
  }
  return {
    name: request.name ?? request.client,
    argv: [...declared.command, ...(request.args ?? [])],
    env: { ...declared.env, ...request.env },
    withinMs: request.withinMs ?? CLIENT_LIMIT_MS,
  };
}
