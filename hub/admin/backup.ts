/** `backup DIR`: a copy of the data into an empty folder, also while the hub runs, opened and read before it is called good. */
import { existsSync } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { defineCommand } from 'citty'
import { brokenChain, contentsOf, describeBackup, writeManifest } from './backup-folder.ts'
import {
  attachmentsOf,
  copyBelow,
  copyOne,
  dataArgument,
  dataFolderFrom,
  flush,
  namesIn,
  secretOf,
  storeOf,
} from './data-folder.ts'
import { copyStore } from './inspect.ts'
import { noted } from './ordering.ts'
import { AdminError, answering, passed, say, typed } from './say.ts'

export const backup = defineCommand({
  meta: { name: 'backup', description: 'Copy the data into an empty folder, also while the hub runs' },
  args: { dir: { type: 'positional', description: 'Where to; made when missing', required: true }, ...dataArgument },
  run: ({ args }) => answering(() => makeBackup(dataFolderFrom(args.data), resolve(args.dir))),
})

async function makeBackup(data: string, target: string): Promise<void> {
  if (!existsSync(join(storeOf(data), 'data.mdb')))
    throw new AdminError(`There is no data in ${data}. Name the data folder with --data FOLDER.`)
  // With the children that copy and read: a backup has time, the people at the counter have not (P19).
  setPriority(constants.priority.PRIORITY_LOW)
  await prepareTarget(data, target)
  passed?.('backup.begun')
  const { lastEvent, lastEventBefore } = await copyStore(storeOf(data), storeOf(target))
  if (lastEvent < lastEventBefore)
    throw new AdminError(`The copy ends at event ${lastEvent}, before event ${lastEventBefore} of the data. Try again.`)
  await flush(join(storeOf(target), 'data.mdb'))
  await flush(storeOf(target))
  passed?.('backup.stored')
  // After the store, so that the file of every row in the copy is still to come.
  await copyBelow(attachmentsOf(data), attachmentsOf(target))
  await copyOne(secretOf(data), secretOf(target))
  passed?.('backup.copied')
  const contents = await contentsOf(target)
  passed?.('backup.read')
  // Before the manifest, without which it is no backup yet.
  const unrecorded = await noted(data, 'backup.made', target)
  await writeManifest(target, { format: 1, madeAt: new Date().toISOString(), ...contents })
  say(`The backup in ${target} is good: ${describeBackup(contents)}.`)
  say('What customers said in it can be read with the keys only, which are not in it: npm run admin -- keys FILE.')
  if (contents.chain.broken !== null) say(`${brokenChain(contents.chain.broken)} It was so in the data.`)
  if (unrecorded !== null) say(unrecorded)
  say(`Keep it as safe as the data itself. To go back to it: npm run admin -- restore ${typed(target)}`)
}

async function prepareTarget(data: string, target: string): Promise<void> {
  if ((await namesIn(target)).length > 0)
    throw new AdminError(`${target} is not empty. Give a new folder for each backup.`)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const inside = `${await realpath(target)}${sep}`.startsWith(`${await realpath(data)}${sep}`)
  if (inside)
    throw new AdminError(`${target} lies in the data folder, where it would be lost with it. Give a folder elsewhere.`)
}
