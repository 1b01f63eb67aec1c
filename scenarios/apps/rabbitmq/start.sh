#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What /usr/sbin/rabbitmq-server does in the end, without the shell that finds out what is known here.
home=/usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8
export ERL_LIBS=$home/plugins RABBITMQ_PLUGINS_DIR=$home/plugins
# The names of nodes; the server would start it by another Erlang.
/usr/lib/erlang/bin/epmd -daemon
# One scheduler that does not spin while it waits: there is one CPU.
exec /usr/lib/erlang/bin/erl -noinput -boot start_sasl -s rabbit boot +W w +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none \
  -syslog logger '[]' -syslog syslog_error_logger false -kernel prevent_overlapping_partitions false
