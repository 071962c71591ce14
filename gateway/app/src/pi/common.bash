# Sourced by the scripts of this folder: names and places that they share.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
app=$(cd "$here/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/weir/pi
suite=bookworm
guest=arm64

step() { printf '%s pi: %s\n' "$(date +%T)" "$*" >&2; }
fail() { step "$*"; exit 1; }

# A machine like a Raspberry Pi 4; TCG, because no host of ours offers virtualisation for arm64.
machine=(-cpu cortex-a72 -smp 2 -m 1024 -nographic -no-reboot -nic none)
