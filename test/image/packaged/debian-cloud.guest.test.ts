// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { diskCmdline, fullCmdline, linuxImage } from '../../../harness/image/boot-image.js';
import type { BootImage } from '../../../harness/image/boot-image.js';
import { artifactOf } from '../../../harness/core/artifact.js';
import { EXIT } from '../../../harness/core/errors.js';
import { expectedReport } from '../../../harness/boot/expected.js';
import { bootedRoles } from '../../../harness/run/booted-roles.js';
import { packagedImage } from '../../../harness/image/packaged/image.js';
import { isBound, kernelTrust } from '../../../harness/image/trust.js';
import { readFile } from 'node:fs/promises';
import type { Job } from '../../../harness/app/job.js';
import type { PackagedLinux } from '../../../harness/system/types.js';
import { bootLocally } from '../../support/boot.js';
import { builtinSystems } from '../../support/builtin.js';
import { failsWith } from '../../support/errors.js';
import { rootOf } from '../../support/guest.js';

async function debianCloud(): Promise<PackagedLinux> {
  const system = (await builtinSystems()).resolve('debian-cloud');
  assert.ok(system.kind === 'linux-package');
  return system;
}

async function imageOf(app: string): Promise<{ image: BootImage; job: Job }> {
  const system = await debianCloud();
  const [kernel, { rootfs, job }] = [await packagedImage(system, {}), await rootOf(app)];
  const config = await readFile(artifactOf(kernel.artifacts, 'config').path, 'utf8');
  const image = linuxImage({
    ...{ kind: system.kind, system: kernel, rootfs, expects: expectedReport(job) },
    cmdline: fullCmdline(system, await builtinSystems(), 'deterministic'),
    trust: kernelTrust(config),
  });
  return { image, job };
}

async function boot(app: string, root: 'initrd' | 'disk') {
  const { image, job } = await imageOf(app);
  const disk = root === 'disk';
  const files = bootedRoles(image, root).map((role) => artifactOf(image.artifacts, role));
  const { result } = await bootLocally({
    kernel: files[0]?.path ?? '',
    files: files.slice(1),
    cmdline: disk ? diskCmdline(image) : image.cmdline,
    ...(disk ? { acpi: true } : {}),
    ...{ idle: disk ? 'real' : 'skipped', bound: isBound(image.trust), job },
    timeoutMs: 180_000,
  });
  assert.equal(result.ending, 'ok', result.failure?.message);
  return result.report;
}

describe("Debian's cloud kernel", function () {
  this.timeout(600_000);

  it('runs hello, and is known by its packages and options', async () => {
    assert.equal((await boot('hello', 'initrd'))?.checks, 1);
    const { packages = [], facts, artifacts } = await packagedImage(await debianCloud(), {});
    assert.ok(packages.some(({ name }) => /^linux-image-\d.*-cloud-amd64$/.test(name)));
    assert.ok((facts.options ?? 0) > 1000);
    // Privileges, and ports for the nonce: a report needs no trust in its app.
    const config = await readFile(artifactOf(artifacts, 'config').path, 'utf8');
    assert.deepEqual(kernelTrust(config), []);
  });
  it('runs redis', async () => {
    assert.equal((await boot('redis', 'initrd'))?.ready, true);
  });
  it('loads the modules of its disk from memory, and goes on there', async () => {
    assert.equal((await boot('hello', 'disk'))?.checks, 1);
  });
  it('is not there for a package that nobody has', async () => {
    const system = { ...(await debianCloud()), name: 'mine', package: 'linux-image-nobody-has' };
    await failsWith(
      packagedImage(system, {}),
      'PACKAGES_UNRESOLVED',
      EXIT.couldNotMeasure,
      /^system mine: apt knows no package linux-image-nobody-has/,
    );
  });
  it('is not there for a package without one', async () => {
    const system = { ...(await debianCloud()), name: 'mine', package: 'hostname' };
    await failsWith(
      packagedImage(system, {}),
      'KERNEL_PACKAGE',
      EXIT.couldNotMeasure,
      /from hostname: there is no/,
    );
  });
});
