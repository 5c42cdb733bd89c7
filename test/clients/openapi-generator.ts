import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { dynamodbJars } from '../support/jars.ts';
import { addProgram, environmentOf, type GeneratedClient, run } from './generated-client.ts';
import { runPython, whyNoMaven, whyNoPython } from './python.ts';

const version = '7.25.0';
const mavenPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const cache = dirname(dynamodbJars);
const jar = join(cache, `openapi-generator-cli-${version}.jar`);

const fetchJar = async (): Promise<void> => {
  if (existsSync(jar)) return;
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, '.openapi-generator-'));
  try {
    const artifact = `org.openapitools:openapi-generator-cli:${version}`;
    const args = [`-Dartifact=${artifact}`, `-DoutputDirectory=${partial}`];
    await run('mvn', ['--batch-mode', '--quiet', `${mavenPlugin}:copy`, ...args]);
    renameSync(join(partial, `openapi-generator-cli-${version}.jar`), jar);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
};

const generate = async (language: string, document: string, folder: string, properties: string): Promise<string> => {
  await fetchJar();
  const generated = join(folder, 'generated');
  const args = ['generate', '-i', document, '-g', language, '-o', generated, '--additional-properties', properties];
  await run('java', ['-jar', jar, ...args], { cwd: folder });
  return generated;
};

export const openapiGeneratorPython: GeneratedClient = {
  name: `openapi-generator ${version} (Python)`,
  missing: whyNoMaven ?? whyNoPython,
  place: async (document, folder, api) => {
    const packages = await generate('python', document, folder, 'packageName=orderstream_client');
    return runPython(packages, 'openapi_generator.py', folder, api);
  },
};

export const openapiGeneratorJava: GeneratedClient = {
  name: `openapi-generator ${version} (Java)`,
  missing: whyNoMaven,
  place: async (document, folder, api) => {
    const project = await generate('java', document, folder, 'library=native,hideGenerationTimestamp=true');
    addProgram('PlaceOrder.java', project, 'src/main/java/PlaceOrder.java');
    const goals = ['compile', `${mavenPlugin}:build-classpath`, '-Dmdep.outputFile=classpath.txt'];
    await run('mvn', ['--batch-mode', '--quiet', ...goals], { cwd: project });
    const libraries = readFileSync(join(project, 'classpath.txt'), 'utf8').trim();
    const classpath = [join(project, 'target/classes'), libraries].join(delimiter);
    return run('java', ['-cp', classpath, 'PlaceOrder'], { cwd: project, env: environmentOf(api) });
  },
};
