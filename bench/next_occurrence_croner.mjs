// The same measurement as next_occurrence.cpp, by the npm package croner: name and nanoseconds per next, by tabs.
import { readFileSync } from "node:fs";
import { Cron } from "croner";

const callsPerRound = 3000;
const rounds = 5;
const start = new Date("2026-01-01T00:00:00Z");
const end = new Date("2036-01-01T00:00:00Z");

function measureNs(job) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    let instant = start;
    const begin = process.hrtime.bigint();
    for (let call = 0; call < callsPerRound; call++) {
      instant = job.nextRun(instant) ?? start;
      if (instant >= end) instant = start;
    }
    best = Math.min(best, Number(process.hrtime.bigint() - begin) / callsPerRound);
  }
  return best;
}

for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  const [name, timezone, cron] = line.split("\t");
  if (!cron) continue;
  console.log(`${name}\t${measureNs(new Cron(cron, { timezone, paused: true })).toFixed(1)}`);
}
