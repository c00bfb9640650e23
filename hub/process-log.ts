/** The log of the processes beside the hub, in the hub's own form, so that the lines of all three can be read as one. */
import { pinoLog, type LogLevel } from './adapters/log-pino.ts'
import type { Log } from './ports/log.ts'

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'silent']

/** A log whose lines carry `process`. A level that is none is the hub's to refuse; here it means `info`. */
export function processLog(process: 'launcher' | 'media', wantedLevel: string | undefined): Log {
  const level = levels.find((known) => known === wantedLevel) ?? 'info'
  return pinoLog({ level }).with({ process })
}
