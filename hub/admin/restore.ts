/**
 * `restore DIR`: puts a backup in the place of the data. The backup is read whole first; the copy is made beside the data
 * folder and moved into its place at the end; what was there before is moved aside, never deleted.
 */
import { existsSync } from 'node:fs'
import { mkdir, realpath, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { claimFolder, ownerOf } from '../adapters/store-owner.ts'
import { brokenChain, describeBackup, verifyBackup } from './backup-folder.ts'
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
import { makeReady } from './restore-ready.ts'
import { AdminError, answering, counted, passed, say } from './say.ts'

export const restore = defineCommand({
  meta: { name: 'restore', description: 'Put a backup in the place of the data of a stopped hub' },
  args: {
    dir: { type: 'positional', description: 'The backup', required: true },
    keys: { type: 'string', description: 'The copy of the keys; else those in the data folder', valueHint: 'FILE' },
    replace: { type: 'boolean', description: 'Move data that is there aside' },
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(() => {
      const keys = args.keys === undefined ? null : resolve(args.keys)
      return putBack(resolve(args.dir), dataFolderFrom(args.data), keys, args.replace ?? false)
    }),
})

async function putBack(backup: string, data: string, keys: string | null, replace: boolean): Promise<void> {
  await refuseWhileOpen(data)
  const occupied = (await namesIn(data)).length > 0
  if (occupied && !replace)
    throw new AdminError(
      `${data} is not empty. Add --replace to move what is there aside, or name another folder with --data.`,
    )
  const contents = await verifyBackup(backup)
  const release = await keepHubsOut(data)
  const copy = `${data}.restoring-${process.pid}`
  let aside: string | undefined
  let erased = 0
  try {
    await copyBackup(backup, copy)
    erased = await makeReady({ backup, restored: copy, own: data, named: keys })
    passed?.('restore.copied')
    release()
    aside = await clearPlace(data, occupied)
    passed?.('restore.cleared')
    await moveIn(copy, data, aside)
  } finally {
    release()
    await rm(copy, { recursive: true, force: true })
  }
  say(`The data in ${data} is that of ${contents.madeAt} again: ${describeBackup(contents)}.`)
  if (erased > 0)
    say(`${counted(erased, 'contact')} of the backup had been erased since it was made, and cannot come back.`)
  if (contents.chain.broken !== null) say(brokenChain(contents.chain.broken))
  if (aside) say(`What was there before is in ${aside}. Delete it when you no longer need it.`)
  say('Start the hub with: npm start')
}

async function refuseWhileOpen(data: string): Promise<void> {
  const store = storeOf(data)
  const owner = existsSync(store) ? ownerOf(await realpath(store)) : undefined
  if (owner !== undefined) throw new AdminError(`A hub (process ${owner}) has the data in ${data} open. Stop it first.`)
}

/** Holds the place of the old store, so that no hub starts on data that is about to be moved. */
async function keepHubsOut(data: string): Promise<() => void> {
  if (!existsSync(storeOf(data))) return () => {}
  const claim = claimFolder(await realpath(storeOf(data)))
  return () => claim.release()
}

async function copyBackup(backup: string, copy: string): Promise<void> {
  await mkdir(storeOf(copy), { recursive: true, mode: 0o700 })
  await copyOne(join(storeOf(backup), 'data.mdb'), join(storeOf(copy), 'data.mdb'))
  await copyBelow(attachmentsOf(backup), attachmentsOf(copy))
  await copyOne(secretOf(backup), secretOf(copy))
  await flush(copy)
}

/** Moves what stands in the way aside; answers with where it is now. */
async function clearPlace(data: string, occupied: boolean): Promise<string | undefined> {
  if (!existsSync(data)) return undefined
  const aside = `${data}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`
  try {
    if (occupied) await rename(data, aside)
    else await rmdir(data)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AdminError(
      `${data} cannot be moved (${reason}), perhaps because it is a mount. Restore into another folder with --data, and give that one to the hub.`,
    )
  }
  return occupied ? aside : undefined
}

async function moveIn(copy: string, data: string, aside: string | undefined): Promise<void> {
  try {
    await rename(copy, data)
  } catch (error) {
    if (aside) await rename(aside, data)
    throw error
  }
  await flush(dirname(data))
}
