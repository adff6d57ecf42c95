#!/bin/sh
# A Slurm of one machine in a folder of its own; a job array of 20 shards of which one fails, is named, submitted again
# and merged: the digest must be that of one process. Needs root, and Debian's slurm-wlm.
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
host=$(hostname -s)
munged_here=""
stop() {
  for name in slurmd slurmctld; do [ -e "$dir/$name.pid" ] && kill "$(cat "$dir/$name.pid")" 2>/dev/null || true; done
  [ -n "$munged_here" ] && kill "$(cat /run/munge/munged.pid)" 2>/dev/null || true
  rm -rf "$dir"
}
trap stop EXIT
trap "exit 1" INT TERM

chmod 755 "$dir"
mkdir -p "$dir/state" "$dir/spool" /run/munge
chown munge: /run/munge
if ! munge -n >/dev/null 2>&1; then
  runuser -u munge -- munged
  munged_here=yes
fi
cat > "$dir/slurm.conf" <<CONF
ClusterName=soak
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$dir/slurm.conf"
slurmctld -f "$SLURM_CONF"
slurmd -f "$SLURM_CONF" -N "$host"
for _ in 1 2 3 4 5 6 7 8 9 10; do sinfo -h -o %T 2>/dev/null | grep -q idle && break; sleep 1; done

npx muster shard plan two-counties --replications 2000 --shards 20 --out "$dir/shards" >/dev/null
# The job script of the documentation, with a machine that is lost once, under task 13.
{
  sed -n '1p' examples/shard.sbatch
  echo "#SBATCH --output=$dir/%a.log"
  echo "if [ \"\$SLURM_ARRAY_TASK_ID\" = 13 ] && [ ! -e $dir/lost ]; then touch $dir/lost; exit 1; fi"
  sed '1d;/^#SBATCH --output/d' examples/shard.sbatch
} > "$dir/shard.sbatch"
sbatch --wait --array=0-19 "$dir/shard.sbatch" "$dir/shards" >/dev/null || true
if missing=$(npx muster shard merge "$dir/shards" 2>/dev/null); then echo "no shard is missing" >&2; exit 1; fi
[ "$missing" = 13 ] || { echo "missing: $missing" >&2; exit 1; }
sbatch --wait --array="$missing" "$dir/shard.sbatch" "$dir/shards" >/dev/null
digest() { grep -m 1 '"digest"'; }
merged=$(npx muster shard merge "$dir/shards" --json | digest)
alone=$(npx muster run two-counties --replications 2000 --json | digest)
[ "$merged" = "$alone" ] || { echo "$merged is not $alone" >&2; exit 1; }
echo "20 tasks, task 13 failed, was named and submitted again: the digest of one process"
