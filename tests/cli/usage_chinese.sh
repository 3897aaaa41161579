#!/bin/sh
LC_ALL=zh_CN.UTF-8 $XUSHI score
