/** `keys FILE`: a copy of the keys, also while the hub runs, in the place of the copy before. No backup holds them. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { copyKeys } from '../adapters/keys-copy.ts'
import { dataArgument, dataFolderFrom, keysOf } from './data-folder.ts'
import { noted } from './ordering.ts'
import { AdminError, answering, say, typed } from './say.ts'

export const keys = defineCommand({
  meta: { name: 'keys', description: 'Copy the keys of the data into one file, in the place of the copy before' },
  args: {
    file: { type: 'positional', description: 'The copy; its folder must be there', required: true },
    ...dataArgument,
  },
  run: ({ args }) => answering(() => copy(dataFolderFrom(args.data), resolve(args.file))),
})

async function copy(data: string, file: string): Promise<void> {
  if (!existsSync(keysOf(data)))
    throw new AdminError(`There are no keys in ${data}. Name the data folder with --data FOLDER.`)
  if (!existsSync(dirname(file)))
    throw new AdminError(`There is no folder ${dirname(file)}. Make it, readable for this account alone.`)
  if (join(dirname(file), 'x').startsWith(`${data}/`))
    throw new AdminError(`${file} lies in the data folder, where it would be lost with it. Name a file elsewhere.`)
  // Before there is anything to take away.
  const unrecorded = await noted(data, 'keys.copied', file)
  await copyKeys(keysOf(data), file)
  say(`The keys are in ${file}, readable for this account alone.`)
  if (unrecorded !== null) say(unrecorded)
  say('Keep this copy and no older one, away from the backups: an older one could open what was erased since.')
  say(`With a backup it is used so: npm run admin -- restore DIR --keys ${typed(file)}`)
}
