/** What lies where in a data folder and in a backup, and how a copy gets to the disk for certain. */
import { createHash } from 'node:crypto'
import { createReadStream, type Dirent } from 'node:fs'
import { constants, copyFile, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

export const storeOf = (folder: string): string => join(folder, 'store')
export const attachmentsOf = (folder: string): string => join(folder, 'attachments')
export const keysOf = (folder: string): string => join(folder, 'keys')
export const secretOf = (folder: string): string => join(folder, 'secret')

/** The argument that every data command takes. */
export const dataArgument = {
  data: { type: 'string', description: 'The data folder; else MADOGUCHI_DATA, else ./data', valueHint: 'FOLDER' },
} as const

export const dataFolderFrom = (given: string | undefined): string =>
  resolve(given ?? (process.env['MADOGUCHI_DATA'] || './data'))

const missing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The names in a folder; none when it is missing. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (missing(error)) return []
    throw error
  }
}

/** What an upload that is not finished is called; nobody was told of it yet. */
const unfinished = '.part'

/** All files below `folder`, as paths relative to it, in order. Gone files and folders are passed over: the hub goes on working. */
export async function filesBelow(folder: string): Promise<string[]> {
  let entries: Dirent[] = []
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if (!missing(error)) throw error
  }
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(unfinished))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
}

/** What a set of files is: enough to notice any that is missing, changed or too many. */
export interface FilesSummary {
  readonly files: number
  readonly bytes: number
  /** SHA-256 over names, sizes and contents, in the order of names. */
  readonly checksum: string
}

export async function summarise(folder: string): Promise<FilesSummary> {
  const all = createHash('sha256')
  let bytes = 0
  const paths = await filesBelow(folder)
  for (const path of paths) {
    const one = createHash('sha256')
    let size = 0
    for await (const chunk of createReadStream(join(folder, path)) as AsyncIterable<Buffer>) {
      one.update(chunk)
      size += chunk.length
    }
    bytes += size
    all.update(JSON.stringify([path, size, one.digest('hex')]))
  }
  return { files: paths.length, bytes, checksum: all.digest('hex') }
}

/** Makes sure that a file, or the names in a folder, are on the disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Copies one file, flushed, its rights kept. Says whether it was there. Refuses to write over another. */
export async function copyOne(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    // Where the file system can share the bytes of both until one changes, it does.
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  } catch (error) {
    if (missing(error)) return false
    throw error
  }
  await flush(to)
  await flush(dirname(to))
  return true
}

/** Copies all files below a folder. A file that goes meanwhile was erased, and is no loss. */
export async function copyBelow(from: string, to: string): Promise<void> {
  for (const path of await filesBelow(from)) await copyOne(join(from, path), join(to, path))
}
