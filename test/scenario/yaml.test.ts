// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { projectRoot } from '../../harness/core/paths.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { builtinScenarios } from '../support/builtin.js';

/** The redis scenario with one thing changed must be refused with this code, place and text. */
const refused =
  (change: [from: string | RegExp, to: string], code: string, message: RegExp) => (): Promise<void> =>
    inTemp(async (dir) => {
      const path = join(dir, 'redis.yaml');
      const text = await readFile(join(projectRoot, 'scenarios', 'redis.yaml'), 'utf8');
      await writeFile(path, text.replace(...change));
      await failsWith(builtinScenarios.load(path), code, EXIT.usage, message);
    });

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
      ['  clients: 50', '  client: 50'],
      'YAML_INVALID',
      /redis\.yaml:17:3: unknown key "client" in "parameters"/,
    ),
  );
  it(
    'are refused with a missing key',
    refused([/^title: .*$/m, ''], 'YAML_INVALID', /the file lacks the key "title"/),
  );
  it(
    'are refused with a value that is none of the allowed',
    refused(
      ['direction: higher', 'direction: up'],
      'YAML_INVALID',
      /"metrics\.0\.direction" is "up", which is not one of the allowed/,
    ),
  );
  it(
    'are refused with broken syntax',
    refused(['apps: [redis]', 'apps: [redis'], 'YAML_SYNTAX', /redis\.yaml:\d+:\d+: not valid YAML/),
  );
  it(
    'are refused with a parameter of another workload',
    refused(
      ['  clients: 50', '  ceiling_mib: 50'],
      'SCENARIO_INVALID',
      /"parameters\.ceiling_mib" means nothing to the workload redis/,
    ),
  );
  it(
    'are refused with a baseline that is not measured',
    refused(['baseline: microvm', 'baseline: osv'], 'SCENARIO_INVALID', /"baseline" is "osv"/),
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
