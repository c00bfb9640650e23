/**
 * The hub's log. Rubric: error = gave up on something, warn = recovered by itself, info = one per step of a life cycle
 * and never more than about one a second, debug = the rest. Fields carry ids, never what people wrote.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface Log {
  error(fields: LogFields, text: string): void
  warn(fields: LogFields, text: string): void
  info(fields: LogFields, text: string): void
  debug(fields: LogFields, text: string): void
  /** The same log with `fields` bound to every line. */
  with(fields: LogFields): Log
}
