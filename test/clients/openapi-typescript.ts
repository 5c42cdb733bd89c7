import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../bin/setup.mjs';
import { addProgram, environmentOf, type GeneratedClient, run } from './generated-client.ts';

const options = {
  module: 'nodenext',
  target: 'esnext',
  strict: true,
  exactOptionalPropertyTypes: true,
  types: ['node'],
};

/** Types of openapi-typescript, called by openapi-fetch. */
export const openapiTypescript: GeneratedClient = {
  name: 'openapi-typescript 7.13.0 with openapi-fetch 0.17.0 (TypeScript)',
  place: async (document, folder, api) => {
    const tool = (path: string): string => join(root, 'node_modules', path);
    symlinkSync(tool(''), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['place-order.ts'] }),
    );
    await run(process.execPath, [tool('openapi-typescript/bin/cli.js'), document, '-o', 'api.d.ts'], { cwd: folder });
    addProgram('place-order.ts.txt', folder, 'place-order.ts');
    await run(process.execPath, [tool('typescript/bin/tsc'), '--project', '.'], { cwd: folder });
    return run(process.execPath, ['place-order.js'], { cwd: folder, env: environmentOf(api) });
  },
};
