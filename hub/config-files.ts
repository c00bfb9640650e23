/**
 * Files that a configuration file names: what is in them takes the place of their names when the file is read, so that a
 * version of the configuration holds all that it needs. A fault in one is told with its line.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import { faultLine, type Fault } from './flow/faults.ts'
import { readEntries } from './knowledge/entry.ts'

export const readFromDisk = (path: string): string => readFileSync(path, 'utf8')

/** `written`: JSON of the file `name`, not checked yet. Throws `ConfigError`. */
export function withFiles(name: string, written: unknown, readFile = readFromDisk): unknown {
  if (typeof written !== 'object' || written === null || !('knowledge' in written)) return written
  const { knowledge } = written
  if (typeof knowledge !== 'string') return written
  const text = textOf(resolve(dirname(name), knowledge), `"knowledge" in ${name} names ${knowledge}`, readFile)
  const read = readEntries(text)
  if ('faults' in read) throw faulty(knowledge, read.faults)
  return { ...written, knowledge: read.entries }
}

function textOf(path: string, named: string, readFile: (path: string) => string): string {
  try {
    return readFile(path)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new ConfigError(
      `${named}, ${isMissing ? 'but there is no such file' : `which cannot be read: ${(error as Error).message}`}.`,
    )
  }
}

/** All faults, one a line. */
const faulty = (file: string, faults: readonly Fault[]): ConfigError =>
  new ConfigError([`${file} cannot be used:`, ...faults.map((fault) => `  ${faultLine(fault)}`)].join('\n'))
