#!/usr/bin/env bash
# Prints where ML.NET comes from: the environment's MLNetSource, else the remembered answer, else whether the package restores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ -n "${MLNetSource:-}" ]; then
  echo "$MLNetSource"
  exit
fi
echo package
