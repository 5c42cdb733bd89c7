import { join } from 'node:path';
import { type GeneratedClient, run } from './generated-client.ts';
import { pythonClientTool, runPython, toolPath, whyNoPython } from './python.ts';

export const openapiPythonClient: GeneratedClient = {
  name: 'openapi-python-client 0.29.1 (Python)',
  missing: whyNoPython,
  place: async (document, folder, api) => {
    const packages = join(folder, 'generated');
    const tool = await pythonClientTool();
    const args = ['generate', '--path', document, '--output-path', packages, '--fail-on-warning'];
    await run(tool, args, { cwd: folder, env: toolPath(tool) });
    return runPython(packages, 'openapi_python_client.py', folder, api);
  },
};
