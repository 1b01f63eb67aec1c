// SPDX-License-Identifier: Apache-2.0
import { OptionDefaults } from 'typedoc';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  entryPoints: ['harness'],
  entryPointStrategy: 'expand',
  tsconfig: 'tsconfig.json',
  emit: 'none',
  readme: 'none',
  disableSources: true,
  treatWarningsAsErrors: true,
  validation: { notExported: false, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable', 'Enum'],
  // Read by the schema generator.
  blockTags: [
    ...OptionDefaults.blockTags,
    '@minimum',
    '@maximum',
    '@minItems',
    '@maxItems',
    '@pattern',
    '@maxLength',
    '@asType',
    '@propertyNames',
  ],
};
