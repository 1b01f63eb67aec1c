// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../../core/errors.js';

/** What is being fetched, in a reader's words. */
export interface FetchSubject {
  /** The reference as the app has it. */
  image: string;
  /** Who was asked: the name that skopeo got. */
  asked: string;
}

const UNKNOWN =
  /manifest unknown|name unknown|unauthorized|requested access to the resource is denied|not found in registry|status 404|no descriptor found for reference/i;
const DIGEST =
  /digest did not match|does not match provided manifest digest|does not match digest|manifest verification failed|Digest mismatch|expected sha256:|mismatch/i;
const UNREACHABLE =
  /pinging container registry|dial tcp|connection refused|no such host|i\/o timeout|deadline exceeded|unexpected HTTP status|connection reset|\bEOF\b|x509|TLS/i;

/** Turns skopeo's words into an error of ours; any other error stays as it is. */
export function fetchError(error: unknown, subject: FetchSubject): unknown {
  if (!(error instanceof BenchError)) return error;
  const { image, asked } = subject;
  const said = skopeoWords(error.message);
  const fail = (code: string, what: string, next: string): BenchError =>
    measureError(code, `${what}: ${said}`, next, error);
  if (/file too large|file size limit exceeded/i.test(error.message)) return tooLarge(image);
  if (DIGEST.test(said)) {
    return fail(
      'OCI_DIGEST',
      `what came of ${image} is not what its digest says`,
      'Try again; if it stays so, the registry or mirror is not to be trusted.',
    );
  }
  if (UNKNOWN.test(said)) {
    return fail(
      'OCI_IMAGE_UNKNOWN',
      `${asked} does not exist, or not for everybody`,
      'Correct `oci:` in the app declaration, or log in with `skopeo login`.',
    );
  }
  if (UNREACHABLE.test(said)) {
    return fail(
      'OCI_REGISTRY_UNREACHABLE',
      `${image} is not available here, ${asked.replace(/\/.*/, '')} could not be reached`,
      'Check the network; or name a mirror of docker.io in LUPINE_BENCH_REGISTRY_MIRROR; or fetch it elsewhere with ' +
        '`skopeo copy docker://<image> oci-archive:image.tar`, put the file beside app.yaml and write `oci: oci-archive:image.tar`.',
    );
  }
  return fail('OCI_FETCH', `${image} could not be fetched`, error.next);
}

/** An image of more bytes than a guest can hold. */
export function tooLarge(image: string, mostBytes?: number): BenchError {
  const most = mostBytes === undefined ? 'is allowed' : `${mostBytes} bytes`;
  return measureError(
    'OCI_TOO_LARGE',
    `the layers of ${image} have more than ${most}.`,
    'Use a smaller variant of the image; a guest holds its root in memory.',
  );
}

/** skopeo ends with one line of fields; its reason is in `msg`. */
function skopeoWords(said: string): string {
  const [, message] = /level=fatal msg="((?:[^"\\]|\\.)*)"/.exec(said) ?? [];
  return message?.replaceAll('\\"', '"') ?? said;
}
