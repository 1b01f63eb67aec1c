// SPDX-License-Identifier: Apache-2.0
import { folderBackend } from './folder.js';
import { httpBackend } from './http.js';
import { ociBackend } from './oci.js';
import type { Backend, StorePlace } from './types.js';

/** The way in which a store keeps its entries. */
export function backendOf(place: StorePlace): Backend {
  switch (place.kind) {
    case 'folder':
      return folderBackend(place.path, place.name);
    case 'http':
      return httpBackend(place.url, place.name);
    case 'oci':
      return ociBackend(place.reference, place.name);
  }
}
