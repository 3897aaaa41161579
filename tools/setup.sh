#!/bin/sh
# setup.sh: see to it that the libraries and tools of tools/deps.txt are there.
#
# usage: setup.sh [--check | --if-missing] [GROUP...]
#
# GROUP         build (need, opt and run), test, lint; default: build test
# --check       installs nothing; says what is missing of the needed ones; status 1 if anything is
# --if-missing  does nothing when all needed ones are there (opt and run alone are no reason to install)
# As root on Debian or a relative the missing packages are installed; otherwise the exact command is
# printed and the status is 1.
set -eu
deps=$(dirname "$0")/deps.txt
mode=install
case ${1-} in
--check | --if-missing)
    mode=${1#--}
    shift
    ;;
-*)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 64
    ;;
esac
[ $# -gt 0 ] || set -- build test

# present PROBE: status 0 if what deps.txt asks for is there
present()
{
    case $1 in
    pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
    h:*) printf '#include <stddef.h>\n#include <%s>\n' "${1#h:}" | ${CC:-gcc} -E -x c - >/dev/null 2>&1 ;;
    cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
    cc:) command -v "${CC:-gcc}" >/dev/null 2>&1 ;;
    *) echo "setup.sh: $deps: unknown probe $1" >&2 && exit 70 ;;
    esac
}

needed='' optional=''
while read -r kind _ probe package; do
    case $kind in
    need | opt | run) group=build ;;
    test | lint) group=$kind ;;
    *) continue ;;
    esac
    case " $* " in
    *" $group "*) ;;
    *) continue ;;
    esac
    present "$probe" && continue
    if [ "$kind" = opt ] || [ "$kind" = run ]; then
        optional="$optional $package"
    else
        needed="$needed $package"
    fi
done <"$deps"

case $mode in
check | if-missing) [ -n "$needed" ] || exit 0 ;;
*) [ -n "$needed$optional" ] || exit 0 ;;
esac

command="apt-get install -y$needed$optional"
if [ "$mode" = check ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    {
        [ -z "$needed" ] || echo "xushi needs what is not here:$needed"
        [ -z "$optional" ] || echo "for more input formats:$optional"
        echo "On Debian or a relative, as root:  apt-get update && $command"
    } >&2
    exit 1
fi

echo "setup: $command"
export DEBIAN_FRONTEND=noninteractive
# A stale list may still do: only the installation decides.
apt-get -qq update || echo "setup: apt-get update failed, trying with the lists that are here" >&2
# shellcheck disable=SC2086 # a list of package names
apt-get install -y -qq --no-install-recommends $needed $optional >/dev/null
