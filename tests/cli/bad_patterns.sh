#!/bin/sh
mkdir p
printf 'rules:\n  - id: [\n' >p/x.yaml
$XUSHI score nowhere --patterns p
