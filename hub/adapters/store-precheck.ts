/**
 * Looks at a store's files before lmdb does. lmdb's binding ends the whole process with a segmentation fault when opening
 * fails for whatever reason (seen with 3.5.6: a foreign data file, no right to write), so a plain error must come first.
 * This finds the wrong folder, the wrong account and a torn head; damage deeper inside is for `admin verify`, in a child.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What stands in a data file, in the byte order of this machine: after 24 bytes of page header the stamp, then the format. */
const stampAt = 24
const stamp = 0xbeefc0de
const format = 2
const pageBytesAt = 48

/** Throws an error in plain words when lmdb could not open these files. A folder without files is fine unless `mustExist`. */
export function precheckFiles(folder: string, mustExist: boolean): void {
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder.`)
  // Readers too write into the lock file.
  openAndClose(join(folder, 'lock.mdb'), false)
  openAndClose(join(folder, 'data.mdb'), mustExist)
  const head = headOf(join(folder, 'data.mdb'))
  if (!head) return
  const pageBytes = head.length >= pageBytesAt + 4 ? head.readUInt32LE(pageBytesAt) : 0
  const looksRight = isStamped(head, 0) && pageBytes >= 512 && pageBytes <= 65_536 && isStamped(head, pageBytes)
  if (!looksRight) throw new Error('data.mdb is not a store, or its head is damaged. Restore a backup.')
}

function openAndClose(path: string, mustExist: boolean): void {
  try {
    closeSync(openSync(path, 'r+'))
  } catch (error) {
    if (mustExist || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function isStamped(head: Buffer, page: number): boolean {
  const at = page + stampAt
  return head.length >= at + 8 && head.readUInt32LE(at) === stamp && (head.readUInt32LE(at + 4) & 0xffff) === format
}

/** The first bytes, enough for both head pages; `undefined` for a file that is missing or still empty. */
function headOf(path: string): Buffer | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return undefined
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(Math.min(size, 2 * 65_536))
    return head.subarray(0, readSync(file, head, 0, head.length, 0))
  } finally {
    closeSync(file)
  }
}
