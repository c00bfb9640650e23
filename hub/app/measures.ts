/** What the hub counts for Prometheus. Labels are bounded: verbs, codes and queue ids, never what people wrote. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { queueSummary } from '../acd/index.ts'
import { closeCodes } from '../protocol/index.ts'
import type { Hub, HubEvents } from './hub.ts'

/** Ours, and what engines say of a close without a code (1005), a cut (1006), and their own refusals. */
const knownCodes: ReadonlySet<number> = new Set([...Object.values(closeCodes), 1000, 1003, 1005, 1006, 1009])

/** The hub's own metrics; `hub` may come later than the registry. */
export function hubMeasures(registry: Registry, hub: () => Hub | null): HubEvents {
  const registers = [registry]
  /** Counted since the last look, by verb and outcome: to find a counter by its labels costs more than many a request. */
  const counted = new Map<string, Map<string, number>>()
  new Counter({
    name: 'madoguchi_requests_total',
    help: 'Requests over sockets by verb and outcome (done, or the refusal code)',
    labelNames: ['verb', 'outcome'],
    registers,
    collect() {
      for (const [verb, outcomes] of counted)
        for (const [outcome, count] of outcomes) this.inc({ verb, outcome }, count)
      counted.clear()
    },
  })
  const ticks = new Histogram({
    name: 'madoguchi_tick_seconds',
    help: 'Time from the start of a tick until what it decided was on the disk and told',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers,
  })
  const rows = new Counter({ name: 'madoguchi_rows_kept_total', help: 'Rows written to the store', registers })
  const connected = new Gauge({
    name: 'madoguchi_connected',
    help: 'Customers and agents with at least one connection',
    labelNames: ['kind'],
    registers,
  })
  const resumes = new Histogram({
    name: 'madoguchi_resume_seconds',
    help: 'Time from a hello until everything that this page lacked was told',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  })
  const closes = new Counter({
    name: 'madoguchi_closes_total',
    help: 'Sockets that have closed, by close code (other: a code that is none of ours)',
    labelNames: ['code'],
    registers,
  })
  new Gauge({
    name: 'madoguchi_readers_behind',
    help: 'Readers more than 1 MiB behind, which are closed with 4008 unless they catch up within 10 s',
    registers,
    collect() {
      this.set(hub()?.readersBehind ?? 0)
    },
  })
  new Gauge({
    name: 'madoguchi_queue_contacts',
    help: 'Contacts waiting, and agents staffed and free, by queue',
    labelNames: ['queue', 'what'],
    registers,
    collect() {
      const running = hub()
      if (running === null) return
      for (const { rules } of running.directory.organisation.queues) {
        const { waiting, staffed, free } = queueSummary(running.live.floor, rules.id)
        for (const [what, count] of Object.entries({ waiting, staffed, free }))
          this.set({ queue: rules.id, what }, count)
      }
    },
  })
  const waits = new Counter({
    name: 'madoguchi_wait_shown_total',
    help: 'Customers answered, by how long they waited beside the first range they were shown: p50 (no longer than its middle), p90 (than its end), longer',
    labelNames: ['queue', 'within'],
    registers,
  })
  const surveys = new Counter({
    name: 'madoguchi_surveys_total',
    help: 'What customers think of contacts that are over, by site, scale (csat: 1 to 5, nps: 0 to 10) and score',
    labelNames: ['site', 'scale', 'score'],
    registers,
  })
  const scores = new Counter({
    name: 'madoguchi_scorer_total',
    help: 'Questions to scorers by outcome: answered, late (the floor had gone on), slow, unreachable, refused, malformed, skipped (not asked)',
    labelNames: ['queue', 'outcome'],
    registers,
  })
  const scoring = new Histogram({
    name: 'madoguchi_scorer_seconds',
    help: 'Time until a scorer had answered or failed',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2],
    registers,
  })
  new Gauge({
    name: 'madoguchi_calls',
    help: 'Calls that run, those included whose customers wait',
    registers,
    collect() {
      const calls = hub()?.live.calls.all() ?? []
      this.set([...calls].filter(({ phase }) => phase === 'running').length)
    },
  })
  const heard = new Histogram({
    name: 'madoguchi_voice_mos',
    help: 'Estimated mean opinion score of a voice over 5 s, by direction: up (from a browser) and down (to it)',
    labelNames: ['direction'],
    buckets: [1.5, 2, 2.5, 3, 3.5, 3.8, 4, 4.2, 4.4],
    registers,
  })
  const lost = new Histogram({
    name: 'madoguchi_voice_loss_ratio',
    help: 'Packets of a voice that were lost over 5 s, 0 to 1, by direction',
    labelNames: ['direction'],
    buckets: [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
    registers,
  })
  return {
    voice(direction, { mos, lossRatio }) {
      heard.observe({ direction }, mos)
      lost.observe({ direction }, lossRatio)
    },
    scorer(queue, outcome, tookMs) {
      scores.inc({ queue, outcome })
      if (tookMs !== null) scoring.observe(tookMs / 1_000)
    },
    waited: ({ queue, within }) => waits.inc({ queue, within }),
    surveyed: ({ site, scale, score }) => surveys.inc({ site, scale, score }),
    tick(changes, waitedMs) {
      ticks.observe(waitedMs / 1_000)
      rows.inc(changes)
    },
    request(verb, outcome) {
      let outcomes = counted.get(verb)
      if (outcomes === undefined) counted.set(verb, (outcomes = new Map()))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    },
    connections(customers, agents) {
      connected.set({ kind: 'customer' }, customers)
      connected.set({ kind: 'agent' }, agents)
    },
    resumed: (tookMs) => resumes.observe(tookMs / 1_000),
    // Whoever closes may name any of thousands of codes: a label for each would be theirs to make.
    closed: (code) => closes.inc({ code: knownCodes.has(code) ? String(code) : 'other' }),
  }
}
