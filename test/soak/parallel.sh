#!/bin/sh
# 20 shards by GNU parallel, of which one fails, is named, run again and merged: the digest must be that of one process.
# Needs Debian's parallel.
set -eu
cd "$(dirname "$0")/../.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap "exit 1" INT TERM

npx muster shard plan two-counties --replications 2000 --shards 20 --out "$dir/shards" >/dev/null
# The job of the documentation, on a machine that is lost once, under shard 13.
cat > "$dir/shard.sh" <<JOB
#!/bin/sh
if [ "\$1" = 13 ] && [ ! -e $dir/lost ]; then touch $dir/lost; exit 1; fi
exec npx muster shard run $dir/shards --index "\$1"
JOB
seq 0 19 | parallel -j 2 sh "$dir/shard.sh" >/dev/null 2>&1 && { echo "no shard failed" >&2; exit 1; }
if missing=$(npx muster shard merge "$dir/shards" 2>/dev/null); then echo "no shard is missing" >&2; exit 1; fi
[ "$missing" = 13 ] || { echo "missing: $missing" >&2; exit 1; }
parallel -j 2 sh "$dir/shard.sh" ::: "$missing" >/dev/null
digest() { grep -m 1 '"digest"'; }
merged=$(npx muster shard merge "$dir/shards" --json | digest)
alone=$(npx muster run two-counties --replications 2000 --json | digest)
[ "$merged" = "$alone" ] || { echo "$merged is not $alone" >&2; exit 1; }
echo "20 shards, 13 failed, was named and run again: the digest of one process"
