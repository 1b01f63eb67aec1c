// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { type SpeedTask, speedTasks } from './tasks.js';

/** A row of the table. */
interface Speed {
  name: string;
  n: number;
  /** Milliseconds. */
  median: number;
  wanted: string;
}

async function measure({ name, times, wanted, run }: SpeedTask): Promise<Speed> {
  const bench = new Bench({ iterations: times, time: 0, warmup: false, retainSamples: true, throws: true });
  bench.add(name, async () => ({ overriddenDuration: await run() }), { async: true });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`${name} was not measured`);
  const { latency } = task.result;
  const limit = wanted === undefined ? '' : `${wanted} ms`;
  return { name, n: latency.samplesCount, median: latency.p50, wanted: limit };
}

function tableOf(rows: readonly Speed[]): string {
  const words = rows.map(({ name, n, median, wanted }) => [name, `${n}`, milliseconds(median), wanted]);
  const all = [['what', 'n', 'median', 'wanted'], ['---', '--:', '--:', '--:'], ...words];
  return all.map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function milliseconds(value: number): string {
  return `${value < 100 ? value.toPrecision(2) : Math.round(value).toLocaleString('en-US')} ms`;
}

/** `npm run bench:harness`: how fast the harness itself is, as the table of docs/figures.md. */
const dir = await mkdtemp(join(tmpdir(), 'lupine-speed-'));
process.env['LUPINE_BENCH_CACHE'] = join(dir, 'cache');
try {
  const rows: Speed[] = [];
  for (const task of await speedTasks(dir)) rows.push(await measure(task));
  process.stdout.write(tableOf(rows));
  const [load = 0] = loadavg();
  process.stdout.write(
    `\n${cpus()[0]?.model ?? ''}, ${cpus().length} CPUs, Node ${process.version}, load ${load.toFixed(1)}\n`,
  );
} finally {
  await rm(dir, { recursive: true, force: true });
}
