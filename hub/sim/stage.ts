/**
 * Where simulated people act: the simulator's world on virtual time, or a real hub over real sockets (attack/). Both give
 * them a clock, dice and screens, so that the same people try both.
 */
import type { HubClient, OutboxStorage, StoredRequest } from '../client/index.ts'
import type { Organisation, Person } from '../app/organisation.ts'
import type { Actor } from '../http/door.ts'
import type { Clock } from '../ports/clock.ts'
import type { Chance } from './chance.ts'

/** One person at a screen. */
export interface Screen {
  readonly client: HubClient
  /** The page is gone without a word: nothing is sent any more and nothing heard. */
  vanish(): void
}

export interface Stage {
  /** The time people live by; it may run faster than the hub's. */
  readonly clock: Pick<Clock, 'now' | 'after' | 'soon'>
  readonly chance: Chance
  readonly organisation: Organisation
  readonly people: readonly Person[]
  /** A screen for this actor. Requests that the last one left unanswered are in `outbox`. */
  screen(actor: Actor, outbox: OutboxStorage): Screen
  /** From now on what the hub sends to this actor's screen arrives slowly. Without it, screens are never slow. */
  slowDown?(actor: Actor): void
  /** People here call each other too. Without it, nobody does. */
  readonly hasCalls?: boolean
  /** Contacts begin with the bot. Without it, with people. */
  readonly hasBot?: boolean
  /** Notes what happened, for the hash or for whoever looks for a cause. */
  trace(what: string): void
}

/** An outbox that a reload finds again. */
export function memoryOutbox(): OutboxStorage {
  let kept: readonly StoredRequest[] = []
  return {
    load: () => [...kept],
    save: (requests) => {
      kept = [...requests]
    },
  }
}
