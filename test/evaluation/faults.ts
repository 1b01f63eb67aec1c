// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FAULTS, runFaults } from '../support/fault-rig.js';
import { onSmallDisk } from '../support/small-disk.js';
import { inPlainTemp } from '../support/temp.js';

// Two coordinators measure on one host by SSH while something goes wrong every few seconds: `npm run evaluate-faults [faults]`. The
// disk of the host is a small one of its own: one fault fills it.

const [, script = '', faults = '200', dir] = process.argv;
if (dir === undefined) {
  await inPlainTemp(async (temp) => {
    const disk = join(temp, 'host');
    await mkdir(disk);
    const { stdout, stderr, exitCode } = await onSmallDisk(disk, '256m', [
      process.execPath,
      script,
      faults,
      disk,
    ]);
    process.stderr.write(stderr);
    process.stdout.write(`${stdout}\n`);
    process.exitCode = exitCode ?? 1;
  });
} else {
  const kinds = Object.keys(FAULTS);
  const table = await runFaults(dir, { kinds, faults: Number(faults), coordinators: 2, everyMs: 2500 });
  const { hits, begun, done, wrong, doubled, orphans, unrestored, told } = table;
  for (const [kind, times] of Object.entries(hits))
    process.stdout.write(`${String(times).padStart(5)}  ${kind}\n`);
  process.stdout.write(
    `${done} boots made, ${begun - done} of ${begun} lost; ${wrong.length} wrong, ${doubled.length} at the same time, ` +
      `${orphans.length} processes left, ${unrestored.length} settings not restored\n`,
  );
  for (const line of [...wrong, ...doubled, ...orphans, ...unrestored]) process.stdout.write(`${line}\n`);
  const codes = Object.entries(told).map(([code, times]) => `${code} ${times}`);
  process.stdout.write(`told: ${codes.join(', ')}\n`);
  const bad = wrong.length + doubled.length + orphans.length + unrestored.length;
  process.exitCode = bad === 0 && begun - done <= Number(faults) ? 0 : 1;
}
