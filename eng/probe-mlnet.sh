#!/usr/bin/env bash
# Prints where ML.NET comes from, one word: the environment's MLNetSource, else the remembered answer, else whether the packages
# restore (package) or not (offline); the last is remembered in eng/MLNetSource.user.props. To ask again, delete that file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
answer=MLNetSource.user.props

if [ -n "${MLNetSource:-}" ]; then
  echo "$MLNetSource"
  exit
fi

if [ -f "$answer" ]; then
  remembered=$(sed -n 's:.*<MLNetSource[^>]*>\(.*\)</MLNetSource>.*:\1:p' "$answer")
  if [ -n "$remembered" ]; then
    echo "$remembered"
    exit
  fi
fi

# A source that does not answer must not hold up the build for minutes.
limit=()
! command -v timeout >/dev/null || limit=(timeout 180)
source=package
"${limit[@]}" dotnet restore mlnet-probe/MLNetProbe.csproj -p:MLNetSource=package -v quiet >/dev/null 2>&1 </dev/null || source=offline

# Written aside and moved: two builds may ask at once.
cat >"$answer.$$" <<PROPS
<Project>
  <PropertyGroup>
    <MLNetSource Condition="'\$(MLNetSource)' == ''">$source</MLNetSource>
  </PropertyGroup>
</Project>
PROPS
mv "$answer.$$" "$answer"
echo "$source"
