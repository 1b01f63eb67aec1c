// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chooseCategories, loadAblation } from '../../../harness/ablation/load.js';
import { partition } from '../../../harness/ablation/partition.js';
import type { Addition } from './types.js';

const SPDX = '# SPDX-License-Identifier: Apache-2.0\n';

/** A scenario file. */
export function scenarioText(
  name: string,
  { workload, metric, parameters }: { workload: string; metric: string; parameters: string },
): string {
  return `${SPDX}name: ${name}
title: Example
description: A scenario that a test adds.
workload: ${workload}
apps: [hello]
systems: [microvm, lupine-general]
baseline: microvm
boots: 1
memory_mib: 64
timeout_s: 60
parameters: ${parameters}
metrics:
  - name: ${metric}
`;
}

const scenario: Addition = {
  kind: 'a scenario',
  name: 'example',
  files: {
    'scenarios/<name>.yaml': () =>
      scenarioText('example', { workload: 'boot', metric: 'boot.ready', parameters: '{}' }),
  },
  check: async ({ lupineBench }) => {
    assert.match(
      await lupineBench('explain', 'example'),
      /Example: A scenario that a test adds\.\nmetrics: boot\.ready/,
    );
  },
};

const app: Addition = {
  kind: 'an app',
  name: 'example-app',
  files: {
    'scenarios/apps/<name>/app.yaml': () => `${SPDX}name: example-app
title: example app
files:
  - { path: /hello, mode: '0755', guest: hello }
command: [/hello]
network: none
ready: { exit: 0 }
checks:
  - { name: prints its line, line: 'Hello, world!' }
`,
    'kernel/apps/<name>.config': () => `${SPDX}#\n# It asks for nothing.\n`,
  },
  check: async ({ lupineBench }) => {
    assert.match(await lupineBench('list'), /^ {2}example-app +example app$/m);
    assert.match(await lupineBench('explain', 'lupine-example-app'), /kernel\/apps\/example-app\.config/);
  },
};

const baseline: Addition = {
  kind: 'a system that brings its own kernel',
  name: 'example-kernel',
  files: {
    'baselines/<name>/system.yaml': () => `${SPDX}title: Example
summary: A system that a test adds.
needs:
  kernel: { summary: Its kernel. }
apps:
  hello:
    main: main {tsc}
    success: ['Hello, world!']
    end: { exit: [0] }
`,
  },
  check: async ({ lupineBench }) => {
    assert.match(await lupineBench('list'), /^ {2}example-kernel +A system that a test adds\.$/m);
    assert.match(await lupineBench('explain', 'example-kernel'), /kernel: not given\.[^]*It is its kernel\./);
  },
};

/** The entry of lupine-general under another name. */
function systemEntry(before: string): string {
  const [entry = ''] = /^ {2}lupine-general:\n(?: {4}.*\n)+/m.exec(before) ?? [];
  const added = entry
    .replace('lupine-general:', 'example-system:')
    .replace('lupine-general.config', 'example-system.config');
  return before.replace(entry, entry + added);
}

const system: Addition = {
  kind: 'a system',
  name: 'example-system',
  files: {
    'kernel/<name>.config': () => `${SPDX}#\n# Nothing but what lupine-base has.\n`,
    'kernel/systems.yaml': systemEntry,
  },
  check: async ({ lupineBench }) => {
    assert.match(
      await lupineBench('explain', 'example-system'),
      /lupine-base\.config, .*example-system\.config\ncommand line: reboot=t/,
    );
  },
};

const OPTION = 'EXAMPLE_OF_A_TEST';

const category: Addition = {
  kind: 'a category of options',
  name: 'example',
  files: {
    'kernel/ablation.yaml': (before) => `${before}  - name: example
    title: Example
    summary: A category that a test adds.
    paper: none
    options: ${OPTION}
`,
  },
  check: async ({ dir }) => {
    const path = join(dir, 'kernel/ablation.yaml');
    const file = await loadAblation(path);
    const [chosen] = chooseCategories(file.categories, ['example']);
    assert.equal(chosen?.options, OPTION);
    const change = { name: OPTION, from: 'n', to: 'y' };
    assert.deepEqual(partition([change], file, path).categories.get('example'), [change]);
  },
};

const version: Addition = {
  kind: 'a version of the kernel',
  name: '6.99',
  files: {
    'kernel/systems.yaml': (before) =>
      before.replace(/^ {4}'6\.12': linux-source-6\.12\n/m, "$&    '6.99': linux-source-6.99\n"),
    'kernel/source.lock.json': (before) =>
      before.replace(
        '"sources": [',
        `$&{ "package": "linux-source-6.99", "version": "6.99.1-1", "upstream": "6.99.1", "file": "linux-source-6.99.tar.xz", "sha256": "${'6'.repeat(64)}" },`,
      ),
    'kernel/<name>/lupine-base.config': () => `${SPDX}#\n# It takes all as it is.\n`,
  },
  check: async ({ lupineBench }) => {
    assert.match(await lupineBench('list'), /6\.1, 6\.12, 6\.99/);
    assert.match(
      await lupineBench('explain', 'lupine-base@6.99'),
      /Linux 6\.99[^]*kernel\/lupine-base\.config, .*kernel\/6\.99\/lupine-base\.config/,
    );
  },
};

/** Additions that are files to load. */
export const FILE_ADDITIONS: readonly Addition[] = [scenario, app, baseline, system, version, category];
