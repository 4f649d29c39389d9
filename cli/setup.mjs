// Makes a fresh clone ready: the locked packages, and Python's environment for training. It is plain JavaScript because it runs
// before anything is installed. It does nothing when nothing has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const oldestNode = 20;
/** The Python that the training containers have. */
const pythons = ['3.12', '3.11', '3.10'];

const say = (line) => process.stderr.write(`${line}\n`);

function fail(message) {
  say(message);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode)
  fail(`Node ${oldestNode} or newer is needed; this is ${process.version}. Get it from nodejs.org and run this again.`);

installPackages();
if (!quiet) preparePython();

function installPackages() {
  const stamp = join(root, 'node_modules', '.installed-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    // What npm prints goes to stderr: stdout belongs to the command that follows.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    fail('npm ci failed; see above. Check the network and the npm registry settings, then run this again.');
  writeFileSync(stamp, lock);
}

/** Python is only needed for training, so whatever is missing here is said in one line and stops nothing. */
function preparePython() {
  const environment = join(root, '.local', 'python');
  if (!existsSync(join(environment, 'pyvenv.cfg')) && !makeEnvironment(environment)) return;
  installRequirements(environment);
}

function makeEnvironment(environment) {
  const python = findPython();
  if (!python) {
    say('Python 3.10 to 3.12 was not found: everything works except training.');
    return false;
  }
  say(`Making a Python environment (${python.version}) for training …`);
  mkdirSync(dirname(environment), { recursive: true });
  const { status } = spawnSync(python.command, ['-m', 'venv', environment], { stdio: 'ignore' });
  if (status !== 0)
    say('The Python environment could not be made (is the venv module installed?): everything works except training.');
  return status === 0;
}

function installRequirements(environment) {
  const requirements = join(root, 'sagemaker', 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = join(environment, '.installed-requirements');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const python = join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  say('Installing scikit-learn for training …');
  const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:'];
  const { status, stderr } = spawnSync(python, ['-m', 'pip', 'install', ...options, '-r', requirements], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) writeFileSync(stamp, wanted);
  else say(`scikit-learn could not be installed, so training is skipped: ${lastLine(stderr) || 'pip failed'}`);
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').at(-1);
}

function findPython() {
  for (const command of [...pythons.map((version) => `python${version}`), 'python3', 'python']) {
    const { status, stdout } = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    const version = status === 0 ? stdout.trim() : '';
    if (pythons.includes(version)) return { command, version };
  }
  return undefined;
}
