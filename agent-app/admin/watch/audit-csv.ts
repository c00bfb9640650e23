/** PURE: records of privileged acts as a file that spreadsheets open. */
import type { AuditRecord } from './audit.ts'

/** A text that a spreadsheet would take for a formula is made one that it does not. */
const cell = (value: string | number): string => {
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a mark in front by which Excel knows that it is UTF-8. Times are UTC. */
export function auditCsv(records: readonly AuditRecord[]): string {
  const head = ['n', 'at', 'actor', 'actorName', 'act', 'object', 'objectName', 'detail', 'hash']
  const lines = records.map(({ n, at, actor, actorName, act, object, objectName, detail, hash }) =>
    [n, new Date(at).toISOString(), actor, actorName, act, object, objectName, detail, hash].map(cell).join(','),
  )
  return `\uFEFF${[head.join(','), ...lines, ''].join('\r\n')}`
}
