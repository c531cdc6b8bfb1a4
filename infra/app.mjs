// What `npx cdk` runs (cdk.json): builds the CDK app when a source has changed since, and starts it.
//
// `dotnet run` would do, but needs 6 s to see that nothing has changed; and only their environment tells compilers what makes them twice as fast.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(root, 'artifacts', 'synth');
const stamp = join(build, 'sources.sha256');
const app = join(build, 'bin', 'Hoth.Infra', 'release', 'Hoth.Infra.dll');

// A nursery of 128 MiB (in hex) instead of a processor's cache, and no profiling of what ends soon: the build takes 22 s instead of 38 (docs/benchmarks.md, synth).
const environment = { DOTNET_GCgen0size: '0x8000000', DOTNET_TieredPGO: '0', DOTNET_NOLOGO: '1', ...process.env };

/** SHA-256 of everything that the build reads, by path from the root and content. */
function hashSources() {
  const files = ['src', 'compat', 'eng', 'infra']
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));
  const configuration = readdirSync(root).filter(name => /^(Directory\..*|global\.json|nuget\.config)$/i.test(name)).map(name => join(root, name));
  const hash = createHash('sha256');
  for (const file of [...files, ...configuration].sort()) {
    hash.update(relative(root, file)).update('\0').update(createHash('sha256').update(readFileSync(file)).digest());
  }

  return hash.digest('hex');
}

function dotnet(...parameters) {
  const { status, error } = spawnSync('dotnet', parameters, { cwd: root, env: environment, stdio: ['ignore', 2, 2] });
  if (error) console.error(`dotnet does not start: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const sources = hashSources();
if (!existsSync(app) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  console.error('Building the CDK app.');
  // Nothing of an earlier build: the functions' package is made of what is compiled here, and its bytes must come from these sources alone.
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  writeFileSync(join(build, 'started'), ''); // CompiledTree: what is written from now on may not be in it
  dotnet('build', join(root, 'infra', 'Hoth.Infra'), '-c', 'Release', '-v', 'quiet', '-nologo', `-p:ArtifactsPath=${build}`, '-p:Reproducible=true',
    '-p:RunAnalyzers=false', '-p:UseSharedCompilation=true');
  writeFileSync(stamp, sources);
}

dotnet('exec', app, '--build', build);
