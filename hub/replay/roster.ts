/**
 * The day as it was planned by people and not by the floor: when agents came and went, what supervisors and the office did, when
 * the hub was started. It is the same whatever the configuration. What an agent did because an offer was missed is none of it.
 */
import type { AgentRules, Command, FloorEvent } from '../acd/index.ts'
import type { AgentId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

/** Who worked by which rules from then on, or something that somebody did. */
export type Planned = { readonly at: Instant } & (
  { readonly agents: readonly AgentRules[] } | { readonly epoch: number } | { readonly command: Command }
)

export class Roster {
  readonly planned: Planned[] = []
  readonly #isAwayByMiss = new Set<AgentId>()

  happened(event: FloorEvent): void {
    const { at } = event
    switch (event.type) {
      case 'configured':
        return this.#plan({ at, agents: event.agents })
      case 'epochStarted':
        if (event.rules !== undefined) this.#plan({ at, agents: event.rules.agents })
        return this.#plan({ at, epoch: event.epoch })
      case 'wallClockSet': {
        const { queue, offsetMs, turnsAt, thenOffsetMs } = event
        return this.#plan({ at, command: { type: 'setWallClock', queue, offsetMs, turnsAt, thenOffsetMs } })
      }
      case 'agentConnected':
        return this.#plan({ at, command: { type: 'connectAgent', agent: event.agent } })
      // With a new epoch everybody is lost anyway, and losing them again changes nothing.
      case 'agentLost':
        return this.#plan({ at, command: { type: 'loseAgent', agent: event.agent } })
      case 'agentGraceEnded':
        // From there they come back as anybody does who was offline.
        return void this.#isAwayByMiss.delete(event.agent)
      case 'presenceChanged':
        return this.#presence(event)
      case 'contactAssigned':
        if (event.from !== null) return
        return this.#plan({ at, command: byHand(event) })
      case 'contactRequeued': {
        const { contact, cause, only, from } = event
        if (cause !== 'assigned' || only === null || from !== null) return
        return this.#plan({ at, command: { type: 'assignContact', contact, agent: only, force: false, by: only } })
      }
      default:
        return
    }
  }

  #presence({ agent, at, status, reason, by }: Extract<FloorEvent, { type: 'presenceChanged' }>): void {
    const wasMiss = this.#isAwayByMiss.delete(agent)
    if (reason === 'missedOffer') return void this.#isAwayByMiss.add(agent)
    if (wasMiss && status === 'available' && by === undefined) return
    this.#plan({ at, command: { type: 'setPresence', agent, status, reason } })
  }

  #plan(planned: Planned): void {
    this.planned.push(planned)
  }
}

function byHand({ contact, agent, how, by }: Extract<FloorEvent, { type: 'contactAssigned' }>): Command {
  return how === 'pulled'
    ? { type: 'pullContact', agent, contact }
    : { type: 'assignContact', contact, agent, force: true, by }
}
