// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { packagePath } from '../../harness/core/paths.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { builtinScenarios } from '../support/builtin.js';

/** The redis scenario with one thing changed must be refused with this code, place and text. */
const refused =
  (change: [from: string | RegExp, to: string], code: string, message: RegExp) => (): Promise<void> =>
    inTemp(async (dir) => {
      const path = join(dir, 'redis.yaml');
      const text = await readFile(packagePath('scenarios', 'redis.yaml'), 'utf8');
      await writeFile(path, text.replace(...change));
      await failsWith(builtinScenarios.load(path), code, EXIT.usage, message);
    });

/** What follows `load` in a scenario that boots redis. */
const REST =
  'apps: [redis]\nsystems: [microvm]\nbaseline: microvm\nboots: 1\nmemory_mib: 64\ntimeout_s: 9\nparameters: {}\nmetrics: [{ name: boot.ready }]\n';

describe('scenario files', () => {
  it(
    'are refused with a wrong type',
    refused(
      ['boots: 3', 'boots: three'],
      'YAML_INVALID',
      /redis\.yaml:12:\d+: "boots" is "three", expected integer/,
    ),
  );
  it(
    'are refused with a margin for a metric that they do not take',
    refused(
      ['boots: 3', 'boots: 3\nmargins: { boot.guest: 1% }'],
      'METRIC_UNKNOWN',
      /redis\.yaml:13:\d+: the scenario has no metric "boot\.guest"/,
    ),
  );
  it(
    'are refused with a margin that is none',
    refused(
      ['boots: 3', 'boots: 3\nmargins: { throughput.get: 101% }'],
      'YAML_INVALID',
      /redis\.yaml:13:\d+: .*throughput\.get/,
    ),
  );
  it(
    'are refused with a waiver for a system that they do not have',
    refused(
      ['boots: 3', 'boots: 3\nwaivers: [{ setting: machine, systems: [osv], reason: r }]'],
      'SCENARIO_INVALID',
      /redis\.yaml:13:\d+: the waiver is for "osv", which is not among the systems/,
    ),
  );
  it(
    'are refused with a waiver without a reason',
    refused(
      ['boots: 3', 'boots: 3\nwaivers: [{ setting: machine }]'],
      'YAML_INVALID',
      /redis\.yaml:13:\d+: .*reason/,
    ),
  );
  it(
    'are refused with a waiver of nothing that is known',
    refused(
      ['boots: 3', 'boots: 3\nwaivers: [{ setting: weather, reason: r }]'],
      'YAML_INVALID',
      /redis\.yaml:13:\d+: .*setting/,
    ),
  );
  it(
    'are refused with a number out of range',
    refused(['boots: 3', 'boots: 0'], 'YAML_INVALID', /redis\.yaml:12:.*"boots" is 0, but it must be >= 1/),
  );
  it(
    'are refused with a duplicate key',
    refused(['boots: 3', 'boots: 3\nboots: 4'], 'YAML_SYNTAX', /redis\.yaml:13:1: key "boots" stands twice/),
  );
  it(
    'are refused with an unknown key',
    refused(['boots: 3', 'boots: 3\nbootz: 4'], 'YAML_INVALID', /redis\.yaml:13:1: unknown key "bootz"/),
  );
  it(
    'are refused with an unknown key deep inside',
    refused(
      ['- name: throughput.set', '- name: throughput.set\n    unit: ns'],
      'YAML_INVALID',
      /redis\.yaml:22:5: unknown key "unit" in "metrics\.1"/,
    ),
  );
  it(
    'are refused with a missing key',
    refused([/^title: .*$/m, ''], 'YAML_INVALID', /the file lacks the key "title"/),
  );
  it(
    'are refused with a value that is none of the allowed',
    refused(
      ['workload: redis', 'workload: redis\nload: inside'],
      'YAML_INVALID',
      /redis\.yaml:9:1: "load" is "inside", which is not one of the allowed/,
    ),
  );
  it(
    'are refused with broken syntax',
    refused(['apps: [redis]', 'apps: [redis'], 'YAML_SYNTAX', /redis\.yaml:\d+:\d+: not valid YAML/),
  );
  it(
    'are refused with a workload that is not there',
    refused(
      ['workload: redis', 'workload: rediz'],
      'YAML_INVALID',
      /redis\.yaml:8:1: "workload" is "rediz", which is not one of the allowed/,
    ),
  );
  it(
    'are refused with a parameter of another workload, and told which there are',
    refused(
      ['  clients: 50', '  rounds: 50'],
      'PARAMETER_UNKNOWN',
      /redis\.yaml:17:3: redis has no parameter `rounds`; it has `requests` \(1 to 1000000000\), `clients`/,
    ),
  );
  for (const value of ['0', '20001', '1.5', '1e300']) {
    it(
      `are refused with ${value} clients`,
      refused(
        ['clients: 50', `clients: ${value}`],
        'PARAMETER_INVALID',
        new RegExp(
          `redis\\.yaml:17:3: \`clients\` of redis is ${value.replace('.', '\\.').replace('e', 'e\\+')}\\.`,
        ),
      ),
    );
  }
  it(
    'are refused with a metric of another workload, or of the load from elsewhere',
    refused(
      ['- name: throughput.set', '- name: throughput.host.set'],
      'METRIC_UNKNOWN',
      /redis\.yaml:21:5: the workload redis has no metric "throughput\.host\.set"/,
    ),
  );
  it(
    'are refused with a metric that stands twice',
    refused(
      ['- name: throughput.set', '- name: throughput.get'],
      'SCENARIO_INVALID',
      /redis\.yaml:21:5: the metric "throughput\.get" stands twice/,
    ),
  );
  it(
    'are refused with a load from the host that the workload does not have',
    refused(
      [/^workload: redis[^]*$/m, 'workload: boot\nload: host\n' + REST],
      'SCENARIO_INVALID',
      /redis\.yaml:9:1: "load" is "host", but the workload boot has no client/,
    ),
  );
  it(
    'are refused with a baseline that is not measured',
    refused(
      ['baseline: microvm', 'baseline: osv'],
      'SCENARIO_INVALID',
      /redis\.yaml:11:1: "baseline" is "osv"/,
    ),
  );
  it(
    'are refused when name and file differ',
    refused(['name: redis', 'name: rediz'], 'SCENARIO_INVALID', /"name" is "rediz"/),
  );
  it('that do not exist are named with the closest known', () =>
    failsWith(builtinScenarios.load('rediss'), 'SCENARIO_UNKNOWN', EXIT.usage, /no scenario "rediss"/));
  it('that do not exist by path are named', () =>
    failsWith(builtinScenarios.load('/nowhere/x.yaml'), 'FILE_MISSING', EXIT.usage, /nowhere/));
});
