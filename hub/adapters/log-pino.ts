/** The log as lines of JSON, by pino. Whatever a caller does, no field that may hold a secret is written. */
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Log, LogFields } from '../ports/log.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent'

export interface PinoLogOptions {
  readonly level: LogLevel
  /** Where lines go; standard output if left out. */
  readonly destination?: DestinationStream
}

/** Matched anywhere in a field's name, so that `resumeToken` and `set-cookie` are found too. */
const secretName =
  /token|passw|secret|cookie|authori[sz]ation|ticket|credential|api_?-?key|private_?-?key|signature|bearer/i
/** The part of an address that may hold a secret, and the usual shapes of secrets in a text. */
const secretText = /([?&#](?:[^=&\s]*(?:token|ticket|secret|passw|key|code)[^=&\s]*)=)[^&\s]+|\b(Bearer\s+)\S+/gi

/** The hub's log on pino. Never throws: a log must not end what it reports on. */
export function pinoLog({ level, destination }: PinoLogOptions): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return wrap(destination ? pino(options, destination) : pino(options))
}

function wrap(logger: Logger): Log {
  return {
    error: (fields, text) => logger.error(scrubbed(fields), scrubbedText(text)),
    warn: (fields, text) => logger.warn(scrubbed(fields), scrubbedText(text)),
    info: (fields, text) => logger.info(scrubbed(fields), scrubbedText(text)),
    debug: (fields, text) => {
      if (logger.isLevelEnabled('debug')) logger.debug(scrubbed(fields), scrubbedText(text))
    },
    with: (fields) => wrap(logger.child(scrubbed(fields))),
  }
}

/** A fresh literal: own fields alone, none that is named like a secret, texts without the secrets that addresses carry. */
function scrubbed(fields: LogFields): LogFields {
  const kept = Object.entries(fields).filter(([name]) => !secretName.test(name))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'string' ? scrubbedText(value) : value]),
  )
}

const scrubbedText = (text: string): string => text.replace(secretText, '$1$2…')
