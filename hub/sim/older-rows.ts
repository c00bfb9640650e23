/**
 * Rows as an earlier version kept them, where today's say nothing that it could not: rehearsals restore floors from such rows
 * among others, as the first start of a new version does. See acd/restore.ts.
 */
import { channels } from '../channels/index.ts'
import type { ContactRecord, QueueRecord } from '../acd/index.ts'
import type { ContactPhase } from '../acd/state.ts'

export function asKeptBefore(record: ContactRecord): ContactRecord {
  const { waitCapped, joinedAt, overflowedFrom, hold, plan, step, scores, ...older } = record
  const isOlder =
    !waitCapped &&
    joinedAt === record.enqueuedAt &&
    overflowedFrom.length === 0 &&
    [hold, plan, step, scores].every((one) => one === null)
  const state = phaseBefore(record)
  return (isOlder ? { ...older, state } : { ...record, state }) as ContactRecord
}

function phaseBefore({ state, channel }: ContactRecord): ContactPhase {
  if (state.phase === 'offered' && state.group === null && state.rings.length === 1) {
    const { offer, agent, epoch, deadline } = state.rings[0]!
    return { phase: 'offered', offer, agent, epoch, deadline, prefer: state.prefer } as unknown as ContactPhase
  }
  if (state.phase === 'wrapUp' && state.extensions === 0) {
    return state.units === channels[channel].units ? without(state, 'units', 'talkSince', 'extensions') : state
  }
  if (state.phase === 'active' && state.parked === null && state.spokenAt === state.since) {
    return without(state, 'parked', 'spokenAt')
  }
  return state
}

/** Before queues learned by the half hour, and how long customers stay. */
export const queueAsBefore = (record: QueueRecord): QueueRecord => without(record, 'halfHours', 'patience')

const without = <Row extends object>(row: Row, ...names: readonly (keyof Row)[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name as keyof Row))) as Row
