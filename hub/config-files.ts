/**
 * Files that a configuration file names: what is in them takes the place of their names when the file is read, so that a
 * version of the configuration holds all that it needs. A fault in one is told with its line.
 */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import { faultLine, readFlow, type Fault } from './flow/index.ts'
import { readEntries } from './knowledge/entry.ts'

export const readFromDisk = (path: string): string => readFileSync(path, 'utf8')

/** `written`: JSON of the file `name`, not checked yet. Throws `ConfigError`. */
export function withFiles(name: string, written: unknown, readFile = readFromDisk): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written
  const { knowledge, flows } = written as { readonly knowledge?: unknown; readonly flows?: unknown }
  const textFrom = (path: string, what: string): string =>
    textOf(resolve(dirname(name), path), `"${what}" in ${name} names ${path}`, readFile)
  return {
    ...written,
    ...(typeof knowledge === 'string' && { knowledge: answersOf(knowledge, textFrom(knowledge, 'knowledge')) }),
    ...(Array.isArray(flows) && {
      flows: flows.map((flow, at) => flowOf(flow, (path) => textFrom(path, `flows/${at}`))),
    }),
  }
}

function answersOf(path: string, text: string): unknown {
  const read = readEntries(text)
  if ('faults' in read) throw faulty(path, read.faults)
  return read.entries
}

/** As it stands, or as its own file says, read here for the lines of what is wrong. Queues and calendars are asked for later. */
function flowOf(written: unknown, textFrom: (path: string) => string): unknown {
  if (typeof written !== 'string') return written
  const text = textFrom(written)
  const read = readFlow(text)
  if ('faults' in read) throw faulty(written, read.faults)
  return JSON.parse(text.replace(/^\uFEFF/, ''))
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
