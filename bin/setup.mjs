// The set-up: makes a fresh clone runnable. Plain JavaScript without packages, because it must run on Node 20 before
// anything is installed. Does nothing, in a few milliseconds, when nothing is missing.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache =
  process.env.ORDERSTREAM_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'orderstream');

const fingerprint = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
const pom = (part) => join(root, 'localstack', part, 'pom.xml');

/** Instead of the Kafka version of the POM: what `npm test -- --kafka <version>` sets for everything that it starts. */
export const kafkaVersionVariable = 'ORDERSTREAM_KAFKA_VERSION';
const otherVersion = (part) => (part === 'kafka' && process.env[kafkaVersionVariable]) || undefined;

const jarFolder = (part) =>
  join(cache, [part, otherVersion(part), fingerprint(pom(part))].filter((name) => name !== undefined).join('-'));

/** Folders of the Java parts: all jars (and native libraries) of each, one set per version and content of its POM. */
export const jars = {
  get kafka() {
    return jarFolder('kafka');
  },
  get dynamodb() {
    return jarFolder('dynamodb');
  },
};

const lambdaRuntimeMajor = 24;

/** The Node that runs everything: this one if it is the Lambda runtime's version, else the one from the npm packages. */
export const node = () => {
  if (Number.parseInt(process.versions.node, 10) === lambdaRuntimeMajor) return process.execPath;
  const name = `${process.platform}-${process.arch}`;
  const candidates = [`node-${name}`, `node-bin-${name}`].map((p) => join(root, 'node_modules', p, 'bin', 'node'));
  const found = candidates.find(existsSync);
  if (!found)
    throw new SetupError(
      `No Node ${lambdaRuntimeMajor} for ${name}: install it from https://nodejs.org and run this again with it.`,
    );
  return found;
};

export class SetupError extends Error {}

const versionOf = (command, args, pattern) => {
  try {
    const out = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return out.match(pattern)?.[1];
  } catch {
    return undefined;
  }
};

const atLeast = (found, wanted) => {
  const [a, b] = [found, wanted].map((v) => v.split('.').map(Number));
  for (let i = 0; i < b.length; i += 1) if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) > b[i];
  return true;
};

const requireTool = (name, found, wanted, how) => {
  if (!found) throw new SetupError(`${name} ${wanted} or newer is needed and was not found: ${how}`);
  if (!atLeast(found, wanted)) throw new SetupError(`${name} ${wanted} or newer is needed, found ${found}: ${how}`);
};

const requireJava = () =>
  requireTool(
    'Java',
    versionOf('java', ['--version'], /(\d+(?:\.\d+)*)/),
    '17',
    'install a JDK or JRE from https://adoptium.net',
  );
const requireMaven = () =>
  requireTool(
    'Maven',
    versionOf('mvn', ['--version', '--batch-mode'], /Apache Maven (\d+(?:\.\d+)*)/),
    '3.8',
    'install it from https://maven.apache.org',
  );

/** Runs a step with its name, the seconds it takes and, should it fail, the end of what it printed. */
const step = (title, command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const started = Date.now();
    const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
    const tty = process.stderr.isTTY;
    const show = (text) => process.stderr.write(tty ? `\r\x1b[2K${text}` : `${text}\n`);
    show(`set-up: ${title} …`);
    const ticker = setInterval(() => show(`set-up: ${title} … ${seconds()}`), tty ? 1000 : 15_000);
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const fail = (why) => reject(new SetupError(`${title} failed (${why}):\n${output.trim()}`));
    child.on('error', (error) => {
      clearInterval(ticker);
      fail(error.message);
    });
    child.on('close', (code, signal) => {
      clearInterval(ticker);
      if (code !== 0) return fail(signal ?? `exit ${code}`);
      process.stderr.write(
        tty ? `\r\x1b[2Kset-up: ${title}: done in ${seconds()}\n` : `set-up: ${title}: done in ${seconds()}\n`,
      );
      resolve();
    });
  });

const packagesIn = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** Whether npm's record of installed packages matches the lockfile. Optional packages are those of other machines, too. */
const packagesInstalled = () => {
  const installedFile = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, installedFile))) return false;
  const installed = packagesIn(installedFile);
  return Object.entries(packagesIn('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
};

const installPackages = async () => {
  if (packagesInstalled()) return;
  // No install scripts: nothing that a package brings runs here before it is used, and no compiler is needed. Not `npm ci`: npm
  // 11.19 takes a lockfile without registry addresses for incomplete. What it installed is compared with the lockfile instead.
  await step('npm packages', 'npm', [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (!packagesInstalled()) {
    throw new SetupError(
      'npm installed other packages than package-lock.json names: remove node_modules and try again',
    );
  }
};

const fetchJars = async (part, title) => {
  const folder = jars[part];
  if (existsSync(folder)) return;
  const version = otherVersion(part);
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version))
    throw new SetupError(`${version} is no version of Kafka: give all three numbers, for instance 4.4.0`);
  requireMaven();
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, `.${part}-`));
  try {
    await step(title, 'mvn', [
      '--batch-mode',
      '--quiet',
      '-f',
      pom(part),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${partial}`,
      ...(version === undefined ? [] : [`-D${part}.version=${version}`]),
    ]);
    if (!readdirSync(partial).some((f) => f.endsWith('.jar'))) throw new SetupError(`${title}: Maven fetched no jars`);
    // A rename is atomic: a set-up that was interrupted, or one running at the same time, never leaves half a folder.
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
};

/** Installs missing packages. @throws {SetupError} with one line that names what is missing and its remedy. */
export const setup = async () => {
  requireTool('Node', process.versions.node, '20', 'install it from https://nodejs.org');
  requireJava();
  await installPackages();
  await fetchJars('kafka', `Kafka jars${otherVersion('kafka') === undefined ? '' : ` ${otherVersion('kafka')}`}`);
  await fetchJars('dynamodb', 'DynamoDB Local jars');
};
