/**
 * `reports`: counts the figures of reports again from the log of events. `check` says whether it comes to the same, cell by
 * cell, also while the hub runs; `recompute` puts the fresh count in the place of the kept one, while it does not.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { openLmdbReader, openLmdbStore } from '../adapters/store-lmdb.ts'
import { checkReports, recountChanges, type Checked, type Difference } from '../app/recount.ts'
import { dataArgument, dataFolderFrom, storeOf } from './data-folder.ts'
import { hubRuns } from './ordering.ts'
import { AdminError, answering, counted, say } from './say.ts'

/** A hub counts every two seconds; between two of these it is read in a moment. */
const triesMax = 20
const shownMax = 20

function storeIn(data: string): string {
  const store = storeOf(data)
  if (existsSync(join(store, 'data.mdb'))) return store
  throw new AdminError(`There is no data in ${data}. Name the data folder with --data FOLDER.`)
}

function checked(data: string): Checked {
  const reader = openLmdbReader(storeIn(data))
  try {
    for (let tries = 0; tries < triesMax; tries++) {
      const found = checkReports(reader)
      if (found !== null) return found
    }
    throw new AdminError('The hub goes on counting all the time at the moment. Try again a little later.')
  } finally {
    void reader.close()
  }
}

/** Throws when anything differs. */
function tell({ events, facts, cells, differences }: Checked): void {
  for (const difference of differences.slice(0, shownMax)) say(lineOf(difference))
  const whole = `${counted(cells, 'cell')} counted again from ${counted(events, 'event')} and ${counted(facts, 'fact')}`
  if (differences.length > 0)
    throw new AdminError(
      `${whole}: ${counted(differences.length, 'difference')}. Stop the hub and run reports recompute to keep the fresh count.`,
    )
  say(`${whole}: each is the same as the one that is kept.`)
}

const lineOf = ({ key, name, kept, counted: again }: Difference): string =>
  `${String(key[0])} ${new Date(Number(key[1])).toISOString()} ${name}: kept ${told(kept)}, counted again ${told(again)}`

const told = (cell: readonly number[] | null): string => (cell === null ? 'nothing' : `[${cell.join(' ')}]`)

const check = defineCommand({
  meta: { name: 'check', description: 'Count again, and say whether each cell is the same. The hub may run' },
  args: { ...dataArgument },
  run: ({ args }) => answering(() => Promise.resolve(tell(checked(dataFolderFrom(args.data))))),
})

const recompute = defineCommand({
  meta: { name: 'recompute', description: 'Count again, and keep the fresh count. The hub must be stopped' },
  args: { ...dataArgument },
  run: ({ args }) =>
    answering(async () => {
      const data = dataFolderFrom(args.data)
      const path = storeIn(data)
      if (hubRuns(data))
        throw new AdminError('A hub runs on this data. Stop it first, or run reports check, which may run beside it.')
      const store = await openLmdbStore(path)
      try {
        await store.commit(recountChanges(store))
      } finally {
        await store.close()
      }
      tell(checked(data))
    }),
})

export const reports = defineCommand({
  meta: { name: 'reports', description: 'Count the figures of reports again from the log of events' },
  subCommands: { check, recompute },
})
