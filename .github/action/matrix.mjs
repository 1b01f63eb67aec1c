// SPDX-License-Identifier: Apache-2.0
// Reads a plan (`run --dry-run --json`) from stdin and prints an output of a step: `matrix=["1/2","2/2"]`.
// usage: matrix.mjs <most>; no more parts than there are cells.
import { readFileSync } from 'node:fs';

const most = Number(process.argv[2]);
const { plan } = JSON.parse(readFileSync(0, 'utf8'));
const cells = new Set(plan.steps.map(({ scenario, app, system }) => JSON.stringify([scenario, app, system])));
const of = Math.max(1, Math.min(most, cells.size));
const parts = Array.from({ length: of }, (_, index) => `${index + 1}/${of}`);
console.log(`matrix=${JSON.stringify(parts)}`);
