#!/usr/bin/env bash
# Sees to system packages: packaging/system.sh need|want GROUP [WHY], groups as in debian-packages.txt.
# need: install what is missing where this is root on Debian, else print the one line to run and stop.
# want: the same, but go on without, saying what does not work then (WHY).
set -euo pipefail

how=$1 group=$2 why=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
mapfile -t packages < <(awk -v g="$group" '$1 == g { print $2 }' "$here/debian-packages.txt")
missing=()
for package in "${packages[@]}"; do
  # newer Debians rename libraries (libglib2.0-0t64); dpkg-query fails when it knows but one of the two names
  states=$(dpkg-query -W -f '${db:Status-Abbrev}\n' "$package" "${package}t64" 2>/dev/null || true)
  [[ $states == *ii* ]] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

line="apt-get install --no-install-recommends -y ${missing[*]}"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing from Debian: ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  if said=$({ apt-get update && $line; } 2>&1); then exit 0; fi
  printf '%s\n' "$said" | tail -n 5 >&2
  echo "apt-get could not install: ${missing[*]}" >&2
elif [ "$how" = need ]; then
  echo "Missing from the system: ${missing[*]}. Install with:" >&2
  echo "  sudo $line" >&2
fi
if [ "$how" = want ]; then
  echo "Not installed: ${missing[*]}${why:+; $why}. To change that: sudo $line" >&2
  exit 0
fi
exit 1
