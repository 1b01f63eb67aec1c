// SPDX-License-Identifier: Apache-2.0
import { secondsLeft } from '../../core/progress.js';
import type { FleetState } from '../../run/fleet/state.js';
import type { Session } from '../session.js';
import { fleetLine } from './line.js';
import type { ServedState } from './serve/server.js';

/** Shows what a fleet does. */
export interface FleetView {
  /** True where there is a page. */
  serves: boolean;
  /** Shows what is the case now. */
  onState: (state: FleetState) => void;
  /** Takes the page away. */
  close: () => Promise<void>;
}

/**
 * Shows a run on several hosts in the terminal, and with `serve` on a page on this machine.
 * @throws BenchError `SERVE_REFUSED` (exit 3).
 */
export async function openView(
  run: string,
  serve: boolean | undefined,
  { progress }: Session,
): Promise<FleetView> {
  const empty: ServedState = {
    ...{ run, hosts: [], secondsLeft: 0, steps: { done: 0, total: 0 } },
    queue: { waiting: 0, active: 0, done: 0, over: 0 },
  };
  const server = serve === true ? await (await import('./serve/server.js')).serveState(empty) : undefined;
  if (server !== undefined) progress.note(`the run is shown at ${server.url}`);
  const began = performance.now();
  let before: number | undefined;
  return {
    serves: server !== undefined,
    onState: ({ expectedSeconds, ...state }) => {
      const { done, total } = state.steps;
      before ??= done;
      const share = total === before ? 1 : (done - before) / (total - before);
      const left = secondsLeft((performance.now() - began) / 1000, share, expectedSeconds);
      server?.show({ run, ...state, secondsLeft: Math.round(left) });
      progress.ratio(
        `boots on ${state.hosts.length} ${state.hosts.length === 1 ? 'host' : 'hosts'}`,
        share,
        expectedSeconds,
        fleetLine(state),
      );
    },
    close: async () => {
      await server?.close();
    },
  };
}
