/**
 * `erase CUSTOMER|CONTACT` and `export CUSTOMER FILE`: orders to the hub (auth/orders.ts), which answers in a sentence. What
 * is to be erased while no hub runs is erased when it starts, before it serves; an export needs a hub that runs.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import type { Order } from '../auth/orders.ts'
import { isId } from '../model/ids.ts'
import { dataArgument, dataFolderFrom, storeOf } from './data-folder.ts'
import { hubRuns, ordered } from './ordering.ts'
import { AdminError, answering, counted, say } from './say.ts'

/** How long a running hub is waited for. */
const hubTakesMs = 60_000

export const erase = defineCommand({
  meta: { name: 'erase', description: 'Erase a customer, or one contact, for good: also out of reach in every backup' },
  args: {
    id: { type: 'positional', description: 'Id of the customer (cus_…) or the contact (cnt_…)', required: true },
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(async () => {
      if (!isId('customer', args.id) && !isId('contact', args.id))
        throw new AdminError(`${JSON.stringify(args.id)} is no id of a customer (cus_…) or a contact (cnt_…).`)
      const data = withData(args.data)
      await order(data, { kind: 'erase', id: args.id }, `${args.id} is erased when the hub starts, before it serves.`)
    }),
})

export const exportCustomer = defineCommand({
  meta: { name: 'export', description: 'Write everything kept of a customer into a new file' },
  args: {
    id: { type: 'positional', description: 'Id of the customer, cus_…', required: true },
    file: { type: 'positional', description: 'The new file', required: true },
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(async () => {
      const data = withData(args.data)
      if (!hubRuns(data)) throw new AdminError('No hub runs on this data, and only a hub can open it. Start it first.')
      await order(data, { kind: 'export', id: args.id, file: resolve(args.file) }, '')
    }),
})

function withData(given: string | undefined): string {
  const data = dataFolderFrom(given)
  if (existsSync(storeOf(data))) return data
  throw new AdminError(`There is no data in ${data}. Name the data folder with --data FOLDER.`)
}

/** Leaves the order and says how it went; `otherwise` is what to say when no hub runs. */
async function order(data: string, wanted: Order, otherwise: string): Promise<void> {
  const found = await ordered(data, wanted, hubTakesMs)
  if (found?.done === true) return say(found.words)
  if (found !== null) throw new AdminError(found.words)
  if (!hubRuns(data)) return say(otherwise)
  throw new AdminError(
    `The hub has not answered within ${counted(hubTakesMs / 1_000, 'second')}; it goes on trying. See its log.`,
  )
}
