#!/bin/sh
# ascii.sh [TREE]: no byte outside ASCII in src/ and include/: Chinese text is data, in patterns/.
set -eu
cd "${1:-.}"
if LC_ALL=C grep -arn '[^[:print:][:space:]]' src include; then
    exit 1
fi
echo "ok ascii"
