/**
 * `audit`: prints the privileged acts and holds the chain of their records against itself, and against links of it that
 * were noted elsewhere. Reads only; the hub may run meanwhile.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { anchorText, acts, readAnchor, type AuditRecord, type Link } from '../app/audit.ts'
import { describeFindings, verifyChain } from '../app/audit-chain.ts'
import { dataArgument, dataFolderFrom, storeOf } from './data-folder.ts'
import { AdminError, answering, counted, say } from './say.ts'

interface Wanted {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  readonly actor: string | undefined
  readonly act: string | undefined
  readonly anchors: readonly Link[]
}

export const audit = defineCommand({
  meta: { name: 'audit', description: 'Print the privileged acts, and verify that no record was changed' },
  args: {
    from: { type: 'string', description: 'Only acts from then on, such as 2026-11-01 or 2026-11-01T09:00Z' },
    to: { type: 'string', description: 'Only acts before that; a day alone means all of it' },
    actor: { type: 'string', description: 'Only acts of this one: an agent id, "command line" or "hub"' },
    act: { type: 'string', description: 'Only this act, or family of acts: account.role, account' },
    anchor: {
      type: 'string',
      description: 'Links of the chain noted earlier, from the log, with commas',
      valueHint: '12:9f86…',
    },
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(() => {
      const wanted: Wanted = {
        fromMs: instantOf(args.from, false) ?? -Infinity,
        toMs: instantOf(args.to, true) ?? Infinity,
        actor: args.actor,
        act: knownAct(args.act),
        anchors: anchorsOf(args.anchor),
      }
      tell(dataFolderFrom(args.data), wanted)
      return Promise.resolve()
    }),
})

function tell(data: string, wanted: Wanted): void {
  const store = storeOf(data)
  if (!existsSync(join(store, 'data.mdb')))
    throw new AdminError(`There is no data in ${data}. Name the data folder with --data FOLDER.`)
  const reader = openLmdbReader(store)
  try {
    let shown = 0
    const each = (record: AuditRecord): void => {
      if (!isWanted(record, wanted)) return
      shown += 1
      say(lineOf(record))
    }
    const { findings, count, head } = verifyChain(reader, { each, anchors: wanted.anchors })
    const whole = `${counted(shown, 'record')} shown of ${count.toLocaleString('en')}`
    if (findings.length > 0)
      throw new AdminError(
        `${whole}. THE CHAIN IS BROKEN: ${describeFindings(findings)}. Somebody changed the records.`,
      )
    say(`${whole}; the chain is whole. It stands at ${anchorText(head)}`)
  } finally {
    void reader.close()
  }
}

const isWanted = ({ at, actor, act }: AuditRecord, wanted: Wanted): boolean =>
  at >= wanted.fromMs &&
  at < wanted.toMs &&
  (wanted.actor === undefined || wanted.actor === actor) &&
  (wanted.act === undefined || act === wanted.act || act.startsWith(`${wanted.act}.`))

const lineOf = ({ n, at, actor, act, object, detail }: AuditRecord): string =>
  [String(n).padStart(7), new Date(at).toISOString(), actor, act, object, detail]
    .filter((part) => part !== '')
    .join('  ')

/** A time as typed; `end` takes a day alone to mean the end of it. Days and times without a zone are UTC. */
function instantOf(typed: string | undefined, end: boolean): number | null {
  if (typed === undefined) return null
  const day = /^\d{4}-\d\d-\d\d$/.test(typed)
  const withZone = day || /(Z|[+-]\d\d:\d\d)$/.test(typed) ? typed : `${typed}Z`
  const ms = Date.parse(withZone)
  if (Number.isNaN(ms))
    throw new AdminError(`${JSON.stringify(typed)} is no time such as 2026-11-01 or 2026-11-01T09:00Z.`)
  return day && end ? ms + 24 * 3_600_000 : ms
}

function knownAct(typed: string | undefined): string | undefined {
  const names = Object.keys(acts)
  if (typed === undefined || names.some((name) => name === typed || name.startsWith(`${typed}.`))) return typed
  throw new AdminError(`There is no act ${JSON.stringify(typed)}: one of ${names.join(', ')}.`)
}

const anchorsOf = (typed: string | undefined): Link[] =>
  (typed === undefined ? [] : typed.split(',')).map((text) => {
    const link = readAnchor(text)
    if (link === null)
      throw new AdminError(`${JSON.stringify(text)} is no link of the chain, such as 12:9f86… in the log.`)
    return link
  })
