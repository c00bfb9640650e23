/**
 * How `npm run admin -- erase`, `export`, `plan`, `apply` and `rollback` reach the hub, and what others want recorded: only the hub may write its store
 * and read its keys, so the command leaves an order in a folder of the data, which the hub looks into twice a second and at its start, and finds the
 * answer beside it. Whoever may write that folder may change the data anyway. An order names ids, one path, or a configuration.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { Act } from '../app/audit.ts'
import { durationMs, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { leave, leftIn, putAside, putInPlace } from './inbox.ts'

interface ApplyOrder {
  /** JSON of the file, of which only what the organisation is leaves the command. */
  readonly document: unknown
  /** What a refusal calls the file. */
  readonly name: string
  /** Whether those who wait get the steps of today. */
  readonly replan: boolean
  readonly note: string
  /** The version that it is meant for; null for whichever is in force. */
  readonly from: number | null
  /** Tells one order from another: what a kill cut off after it was kept is not done again. */
  readonly request: string
}

export type Order =
  /** A customer's or a contact's id. */
  | { readonly kind: 'erase'; readonly id: string }
  /** Written to `file`, which must not be there yet. */
  | { readonly kind: 'export'; readonly id: string; readonly file: string }
  /** What the hub would change to serve this file, told and not done. */
  | ({ readonly kind: 'plan' } & Omit<ApplyOrder, 'note' | 'from' | 'request'>)
  | ({ readonly kind: 'apply' } & ApplyOrder)
  /** An earlier version of the configuration again; `to` null for the one before. */
  | ({ readonly kind: 'rollback'; readonly to: number | null } & Omit<ApplyOrder, 'document' | 'name'>)
  /** Somebody's second factor is forgotten: they lost it, with its recovery codes. */
  | { readonly kind: 'forget'; readonly id: string }
  /** A command has done something by itself, and that is to be recorded. */
  | { readonly kind: 'note'; readonly act: Extract<Act, 'backup.made' | 'keys.copied'>; readonly object: string }

/** How it went, in one sentence, or why not. */
export interface OrderAnswer {
  readonly done: boolean
  readonly words: string
  /** What was asked for, where that is more than a sentence. */
  readonly result?: unknown
}

const orders = { folder: 'orders', ending: '.order' } as const
const answers = { folder: 'orders', ending: '.answer' } as const
const answerTo = (order: string): string => `${order.slice(0, -orders.ending.length)}${answers.ending}`
const everyMs = durationMs(500)

/** Leaves an order, flushed. Answers with a function that takes the hub's answer, once it is there. */
export function leaveOrder(dataFolder: string, order: Order, now: Instant): () => OrderAnswer | null {
  const answer = answerTo(leave(dataFolder, orders, JSON.stringify(order), now))
  return () => {
    if (!existsSync(answer)) return null
    const found = JSON.parse(readFileSync(answer, 'utf8')) as OrderAnswer
    rmSync(answer, { force: true })
    return found
  }
}

/**
 * Carries out what was left there, oldest first. An order is removed when it is done and answered: one that a kill cut off is
 * done again, which does no harm. Rejects with what `carryOut` rejects with; the rest stays for the next time.
 */
export async function takeOrders(
  dataFolder: string,
  carryOut: (order: Order) => Promise<OrderAnswer>,
): Promise<number> {
  const paths = leftIn(dataFolder, orders)
  for (const path of paths) {
    const order = readOrder(path)
    if (order === null) {
      putAside(path)
      continue
    }
    putInPlace(answerTo(path), JSON.stringify(await carryOut(order)))
    rmSync(path, { force: true })
  }
  return paths.length
}

/** What nobody fetched was for a command that is gone. Before orders are taken at a start: a command may wait for that answer. */
export function forgetAnswers(dataFolder: string): void {
  for (const path of leftIn(dataFolder, answers)) rmSync(path, { force: true })
}

export interface OrderWatchDeps {
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: Log
  readonly carryOut: (order: Order) => Promise<OrderAnswer>
}

/** Looks for orders at once, and from then on until cancelled. */
export function watchOrders({ dataFolder, clock, log, carryOut }: OrderWatchDeps): () => void {
  let stopped = false
  const look = async (): Promise<void> => {
    try {
      await takeOrders(dataFolder, carryOut)
    } catch (error) {
      log.warn({ error: String(error) }, 'what a command has ordered could not be done yet; tried again')
    }
    if (!stopped) clock.after(everyMs, () => void look())
  }
  void look()
  return () => {
    stopped = true
  }
}

function readOrder(path: string): Order | null {
  try {
    const order = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    const text = (name: string): boolean => typeof order[name] === 'string' && order[name].length <= 4_096
    if (order['kind'] === 'erase' && text('id')) return order as unknown as Order
    if (order['kind'] === 'forget' && text('id')) return order as unknown as Order
    if (order['kind'] === 'export' && text('id') && text('file')) return order as unknown as Order
    if (order['kind'] === 'plan' && text('name') && isObject(order['document'])) return order as unknown as Order
    const isWish = text('note') && text('request') && isNumber(order['from']) && typeof order['replan'] === 'boolean'
    if (order['kind'] === 'apply' && isWish && text('name') && isObject(order['document']))
      return order as unknown as Order
    if (order['kind'] === 'rollback' && isWish && isNumber(order['to'])) return order as unknown as Order
    if (order['kind'] === 'note' && noted.includes(String(order['act'])) && text('object'))
      return order as unknown as Order
    return null
  } catch {
    return null
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const isNumber = (value: unknown): boolean => value === null || Number.isSafeInteger(value)

/** Acts that a command may record; everything else the hub does itself. */
const noted: readonly string[] = ['backup.made', 'keys.copied'] satisfies readonly Act[]
