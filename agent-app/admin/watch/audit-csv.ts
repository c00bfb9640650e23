/** PURE: records of privileged acts as a file that spreadsheets open. */
import { csvText } from '../csv.ts'
import type { AuditRecord } from './audit.ts'

/** Times are UTC. */
export function auditCsv(records: readonly AuditRecord[]): string {
  const head = ['n', 'at', 'actor', 'actorName', 'act', 'object', 'objectName', 'detail', 'hash']
  const lines = records.map(({ n, at, actor, actorName, act, object, objectName, detail, hash }) => [
    ...[n, new Date(at).toISOString(), actor, actorName, act, object, objectName, detail, hash],
  ])
  return csvText([head, ...lines])
}
