// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly } from './support/commands.js';
import { testKernel } from './support/kernels.js';

/** A shell's everyday work. Nothing printed may depend on time or process numbers. */
const SCRIPT = `#!/bin/busybox sh
PATH=/bin
cd /tmp
echo "pipe: $(seq 1 20000 | grep 7 | sort -r | head -n 3 | tr '\\n' ' ')"
echo "sum: $(seq 1 20000 | md5sum)"
(sleep 0.2; echo late > slow) & (sleep 0.1; echo early > quick) & wait
echo "jobs: $(cat quick slow | tr '\\n' ' ')"
trap 'echo "trap: USR1"' USR1
kill -USR1 $$
trap - USR1
sh -c 'kill -SEGV $$'; echo "segv: $?"
sh -c 'kill -TERM $$'; echo "term: $?"
/kml fate null-read
sleep 5 & kill $!; wait $!; echo "killed: $?"
i=0; while [ $i -lt 100 ]; do i=$(expr $i + 1); done; echo "forks: $i"
cat <<END
here: $((6 * 7))
END
mkfifo fifo; (echo through > fifo) & read line < fifo; echo "fifo: $line"; wait
dd if=/dev/zero of=zeros bs=4096 count=256 2>/dev/null; echo "dd: $(wc -c < zeros)"
for n in 1 2 3 4 5; do mkdir -p d/$n/$n; touch d/$n/$n/file d/$n/other; done; echo "find: $(find d -type f | wc -l)"
mkdir -p a/b/c; echo deep > a/b/c/file; tar cf tree.tar a; rm -r a; tar xf tree.tar; echo "tar: $(cat a/b/c/file)"
timeout -s KILL 1 sleep 10; echo "timeout: $?"
ps | grep -c "[s]h /life.sh" | { read n; [ $n -ge 1 ] && echo "ps: found"; }
exec echo "exec: done"
`;

const WANTED = [
  'pipe: 9997 9987 9979 ',
  /^sum: [0-9a-f]{32} {2}-$/,
  'jobs: early late ',
  'trap: USR1',
  'segv: 139',
  'term: 143',
  'null-read got signal 11',
  'killed: 143',
  'forks: 100',
  'here: 42',
  'fifo: through',
  'dd: 1048576',
  'find: 10',
  'tar: deep',
  /^timeout: 137$/,
  'ps: found',
  'exec: done',
];

describe('KML: a shell', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(2 * KERNEL_TIMEOUT);
    await testKernel('plain');
    await testKernel('kml');
  });

  it('lives as ever: pipes, jobs, signals, crashes, the same output with and without KML', async () => {
    const command = '/bin/busybox sh /life.sh';
    const app = {
      packages: ['busybox-static'],
      files: [
        { path: '/bin/busybox', package: '/bin/busybox' },
        { path: '/life.sh', mode: '0755', content: SCRIPT },
      ],
    };
    const outputs: string[] = [];
    for (const variant of ['plain', 'kml'] as const) {
      const { stdout, status, stderr } = (
        await bootQuietly(await testKernel(variant), [command], { app })
      ).of(command);
      assert.equal(status, 0, rawText(stderr));
      outputs.push(rawText(stdout));
    }
    const [plain = '', kml = ''] = outputs;
    assert.equal(kml, plain);
    const lines = kml.trimEnd().split('\n');
    assert.equal(lines.length, WANTED.length, kml);
    for (const [index, wanted] of WANTED.entries()) {
      if (typeof wanted === 'string') assert.equal(lines[index], wanted);
      else assert.match(lines[index] ?? '', wanted);
    }
  });
});
