#!/usr/bin/env bash
# Usage: ./build.sh [build|test|demo|bench|pack]     (default: build)
#   build  Release build; leaves a runnable artifacts/gwsmm
#   test   checks the formatting, builds and runs every test; the last line says "N passed, N failed"
#   demo   builds, then trains, merges and evaluates on the shipped data
#   bench  micro-benchmarks (tests/GwSmm.Benchmarks); further arguments go to BenchmarkDotNet
#   pack   NuGet packages in artifacts/packages
# MLNetSource=package|offline|path (with MLNetPath=DIR) overrides where ML.NET comes from; see docs/building.md.
set -euo pipefail
caller=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
artifacts=$root/artifacts
solution=GwSmm.MLNet.sln
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDTERMINALLOGGER=off
command=${1:-build}
[ $# -eq 0 ] || shift
exec </dev/null

fail() { echo "build.sh: $*" >&2; exit 2; }

command -v dotnet >/dev/null || fail "the .NET SDK 10 is needed (dotnet is not on the PATH)."

choose_mlnet() {
  source=$(eng/probe-mlnet.sh)
  properties=("-p:MLNetSource=$source")
  [ -z "${MLNetPath:-}" ] || properties+=("-p:MLNetPath=$MLNetPath")
  echo "ML.NET: $source"
}

# Restore and build say nothing unless something is wrong.
quiet() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ $status -ne 0 ]; then
    cat "$log" >&2
  fi
  rm -f "$log"
  return $status
}

build() {
  echo "Building (Release) ..."
  quiet dotnet build "$solution" -c Release -nologo -v quiet "${properties[@]}" || fail "the build failed."
  rm -rf "$artifacts/cli"
  quiet dotnet publish src/GwSmm.Cli -c Release --no-build -nologo -v quiet "${properties[@]}" -o "$artifacts/cli" || fail "publishing gwsmm failed."
  cat >"$artifacts/gwsmm" <<'LAUNCHER'
#!/bin/sh
self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
exec dotnet "$(dirname "$self")/cli/gwsmm.dll" "$@"
LAUNCHER
  chmod +x "$artifacts/gwsmm"
  printf '@dotnet "%%~dp0cli\\gwsmm.dll" %%*\r\n' >"$artifacts/gwsmm.cmd"
  echo "Built artifacts/gwsmm"
}

# Runs tests into DIR as TRX files and adds to the totals.
passed=0
failed=0
run_tests() {
  local results=$1 status=0
  shift
  rm -rf "$results"
  dotnet test "$@" -c Release --no-build -nologo -v quiet --logger trx --results-directory "$results" || status=$?
  local file counts
  for file in "$results"/*.trx; do
    [ -e "$file" ] || fail "no test results in $results."
    counts=$(sed -n 's/.*<Counters .*passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2/p' "$file")
    passed=$((passed + ${counts%% *}))
    failed=$((failed + ${counts##* }))
  done
  # A crashed test host reports no failed test.
  if [ $status -ne 0 ] && [ $failed -eq 0 ]; then
    failed=1
  fi
}

test() {
  echo "Checking the formatting ..."
  quiet dotnet format "$solution" --verify-no-changes || fail "the formatting differs; run: dotnet format $solution"
  build
  run_tests "$artifacts/test-results" "$solution" "${properties[@]}"
  if [ "$source" = package ]; then
    echo "The ML.NET contract on the stand-in ..."
    quiet dotnet build tests/GwSmm.MLNet.ContractTests -c Release -nologo -v quiet -p:MLNetSource=offline || fail "the build on the stand-in failed."
    run_tests "$artifacts/test-results-offline" tests/GwSmm.MLNet.ContractTests -p:MLNetSource=offline
  fi
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ] && [ $passed -gt 0 ]
}

case $command in
  build)
    choose_mlnet
    build
    ;;
  test)
    choose_mlnet
    test
    ;;
  demo)
    choose_mlnet
    build
    cd "$caller"
    "$artifacts/gwsmm" demo "$@"
    ;;
  bench)
    choose_mlnet
    dotnet run --project tests/GwSmm.Benchmarks -c Release "${properties[@]}" -- "$@"
    ;;
  pack)
    choose_mlnet
    [ "$source" != offline ] || fail "packages are never made from the ML.NET stand-in; make Microsoft.ML restorable, remove eng/MLNetSource.user.props and try again."
    quiet dotnet pack "$solution" -c Release -nologo -v quiet "${properties[@]}" -o "$artifacts/packages" || fail "packing failed."
    ls "$artifacts/packages"
    ;;
  *)
    fail "unknown command '$command'; use build, test, demo, bench or pack."
    ;;
esac
