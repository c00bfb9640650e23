/**
 * What keeping costs: records into the hub's own store, against lmdb alone, a bare journal, SQLite and Redis, each on the disk
 * before it counts; assignments by the hub's shell, decided and kept; and a start on what was kept, by what lives and by what
 * has ever been. Each side is a process of its own on the servers' core.
 */
import { appended, type AppendsSize } from './store-appends.ts'
import { assigned, type AssignmentsSize } from './store-assignments.ts'
import { recovered, type HistorySize } from './store-recovery.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly appends: AppendsSize
  readonly assigning: AssignmentsSize
  readonly histories: readonly HistorySize[]
  readonly rounds: number
}

export const store = scenario<Size>({
  about: 'Durable appends, reads, assignments and recovery of the hub’s store, against lmdb alone and others',
  sizes: {
    smoke: {
      appends: { loads: [{ inFlight: 10, records: 200 }], reads: 100, ways: ['hub-tick', 'lmdb', 'journal'] },
      assigning: { agents: 20, contacts: 100, batch: 4, warmUp: 4, assignments: 4, records: 40 },
      histories: [{ live: 5, closed: 10 }],
      rounds: 1,
    },
    full: {
      appends: {
        loads: [
          { inFlight: 1, records: 2_000 },
          { inFlight: 100, records: 100_000 },
          { inFlight: 1_000, records: 300_000 },
        ],
        reads: 20_000,
      },
      assigning: { agents: 12_000, contacts: 60_000, batch: 256, warmUp: 8_192, assignments: 3_840, records: 204_800 },
      histories: [
        { live: 0, closed: 0 },
        { live: 1_000, closed: 0 },
        { live: 10_000, closed: 0 },
        { live: 10_000, closed: 100_000 },
        { live: 10_000, closed: 1_000_000 },
      ],
      rounds: 3,
    },
  },
  async run(size, bench) {
    const rounds = bench.runs ?? size.rounds
    const parts = [
      await appended(size.appends, bench, rounds),
      await assigned(size.assigning, bench, rounds),
      await recovered(size.histories, bench, rounds),
    ]
    return {
      tables: parts.flatMap(({ tables }) => tables),
      goals: parts.flatMap(({ goals }) => goals),
      checksums: parts.flatMap(({ checksums }) => checksums),
      doubts: parts.flatMap(({ doubts }) => doubts),
    }
  },
})
