import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { goTool, whyNotGoTool } from '../support/go-tool.ts';
import { addProgram, environmentOf, type GeneratedClient, run } from './generated-client.ts';

const tool = {
  name: 'oapi-codegen',
  source: 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen',
  version: 'v2.8.2',
};

export const oapiCodegen: GeneratedClient = {
  name: 'oapi-codegen 2.8.2 (Go)',
  missing: whyNotGoTool(tool),
  place: async (document, folder, api) => {
    const generated = join(folder, 'orderstream');
    mkdirSync(generated);
    const args = ['-package', 'orderstream', '-generate', 'types,client', '-o', join(generated, 'client.go'), document];
    await run(await goTool(tool), args, { cwd: folder });
    for (const file of ['go.mod', 'go.sum', 'place_order.go']) addProgram(file, folder);
    await run('go', ['vet', './...'], { cwd: folder });
    await run('go', ['build', '-o', 'place-order', '.'], { cwd: folder });
    return run(join(folder, 'place-order'), [], { cwd: folder, env: environmentOf(api) });
  },
};
