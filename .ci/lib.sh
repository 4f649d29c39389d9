# shellcheck shell=bash
# What the scripts of .ci share. Sourced first by each: it goes to the project's root, makes a folder to work in, and cleans up
# however the script ends: its server, its child and its folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

script=$(basename "$0")
# Downloads, each in a folder named after what is in it.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/linkedin-ads
work=$(mktemp -d)
part='' server='' child=''

fail() {
  echo "$script: $*" >&2
  exit 1
}

clean_up() {
  [[ -z $child ]] || kill "$child" 2>/dev/null || true
  [[ -z $server ]] || stop_server
  rm -rf "$work" ${part:+"$part"}
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

stop_server() {
  kill "$server" 2>/dev/null || true
  for _ in {1..40}; do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.25
  done
  kill -9 "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}

needs() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "$program is not installed"
  done
}

# bounded SECONDS COMMAND…: in the background, because bash heeds a signal only between commands and while it waits.
bounded() {
  timeout -k 10 "$@" &
  child=$!
  local status=0
  wait "$child" || status=$?
  child=''
  return "$status"
}

free_port() {
  node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
}

# up_within SECONDS COMMAND…: whether the command says that the server is ready, before that time and before the server ends.
up_within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    kill -0 "$server" 2>/dev/null || return 1
    [[ $SECONDS -lt $end ]] || return 1
    sleep 0.5
  done
}

# tests SECONDS WORDS…: vitest with these words. Fails when a test fails, and when none ran.
tests() {
  local seconds=$1 results="$work/results.json" passed
  shift
  needs node timeout
  bounded "$seconds" npx vitest run --reporter=default --reporter=json --outputFile.json="$results" "$@" ||
    fail "the tests failed or took longer than $seconds s"
  passed=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).numPassedTests' "$results")
  [[ $passed -gt 0 ]] || fail "no test ran"
  echo "$script: $passed tests passed on Node $(node -p process.versions.node), $SECONDS s after the start"
}

# find_python VERSION…: the command of the first of these that runs, as the stub of a version manager stands on the path but does not.
find_python() {
  local command version wanted
  for command in "${@/#/python}" python3 python; do
    # ensurepip: some systems ship a Python that cannot make an environment
    version=$("$command" -c 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    for wanted in "$@"; do
      [[ $version != "$wanted" ]] || { echo "$command" && return; }
    done
  done
  return 1
}

# python_environment NAME 'VERSION…' SECONDS WORDS_OF_PIP…: sets `environment` to a folder of the cache with these packages. Files
# that the words name count by their contents: other requirements, another folder.
python_environment() {
  local label=$1 versions=$2 seconds=$3 python contents word
  shift 3
  contents=$(for word in "$@"; do [[ -f $word ]] && cat "$word" || echo "$word"; done | sha256sum | head -c 8)
  environment=$cache/$label-$contents
  # gone with the Python that made it
  [[ ! -d $environment ]] || "$environment/bin/python" -c '' 2>/dev/null || rm -rf "$environment"
  [[ ! -d $environment ]] || return 0
  # shellcheck disable=SC2086 # a list of words
  python=$(find_python $versions) || fail "none of Python ${versions// /, } runs here; install one, with its venv module"
  echo "$script: installing $label into $environment"
  new_part "$environment"
  "$python" -m venv "$part" || fail "$python cannot make an environment"
  bounded "$seconds" "$part/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" ||
    fail "pip could not install $label"
  keep_part "$environment"
}

# Whole or not at all: a broken download leaves no folder that looks installed.
new_part() {
  mkdir -p "$cache"
  part=$(mktemp -d "$1.XXXXXX")
}

keep_part() {
  mv -T "$part" "$1" 2>/dev/null || [[ -d $1 ]] || fail "cannot make $1"
  rm -rf "$part"
  part=''
}

# The Node that the deployed Lambdas run on (lib/constructs/stage-function.ts), first on the path.
lambda_node_version=24.21.0
use_lambda_node() {
  local package home
  grep -q "Runtime.NODEJS_${lambda_node_version%%.*}_X" lib/constructs/stage-function.ts ||
    fail "the Lambdas run on another Node than $lambda_node_version: set lambda_node_version in .ci/lib.sh"
  # npm has Node's binaries as plain packages, one a platform, without install scripts
  package=$(node -p '["node", process.platform, process.arch].join("-")')
  home=$cache/$package-$lambda_node_version
  if [[ ! -d $home ]]; then
    echo "$script: installing Node $lambda_node_version into $home"
    new_part "$home"
    bounded 600 npm install --prefix "$part" --ignore-scripts --no-save "$package@$lambda_node_version" ||
      fail "npm could not install $package@$lambda_node_version"
    keep_part "$home"
  fi
  export PATH="$home/node_modules/$package/bin:$PATH"
  [[ $(node -p process.versions.node) == "$lambda_node_version" ]] || fail "Node of $home does not run; delete it and run this again"
}
