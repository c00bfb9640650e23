/**
 * A supervisor of the simulator: an agent who now and then gives a contact to somebody, takes a talk over, states a
 * colleague's presence, or does not wait for one who is gone. From what their screen shows, which may be old by then.
 */
import type { HubClient } from '../client/index.ts'
import { Agent } from './agent.ts'

export class Leader extends Agent {
  protected override watch(client: HubClient): void {
    super.watch(client)
    this.soonish(20_000, () => this.#lead())
  }

  #lead(): void {
    this.soonish(20_000, () => this.#lead())
    const agents = [...this.client.list('floor', 'agent').values()]
    const waiting = [...this.client.list('floor', 'waiting').values()]
    const held = [...this.client.list('floor', 'held').values()]
    if (agents.length === 0) return
    const { agent } = this.chance.pick(agents)
    const lost = agents.filter(({ link }) => link === 'lost')
    if (waiting.length > 0 && this.chance.hits(0.4)) {
      const { contact } = this.chance.pick(waiting)
      this.ask('contact.assign', { contact, agent, force: this.chance.hits(0.5) })
    }
    if (held.length > 0 && this.chance.hits(0.2)) {
      const { contact } = this.chance.pick(held)
      if (this.chance.hits(0.5)) this.ask('contact.takeOver', { contact })
      else this.ask('contact.assign', { contact, agent, force: this.chance.hits(0.5) })
    }
    const calls = held.filter(({ channel }) => channel === 'voice' || channel === 'video')
    if (calls.length > 0 && this.chance.hits(0.6))
      this.ask('call.listen', {
        contact: this.chance.pick(calls).contact,
        mode: this.chance.pick(['monitor', 'whisper', 'barge']),
      })
    if (this.chance.hits(0.1)) {
      const { key } = this.chance.pick(this.stage.organisation.reasons)
      const away = this.chance.hits(0.4)
      this.ask('agent.force', { agent, status: away ? 'away' : 'available', reason: away ? key : '' })
    }
    if (lost.length > 0 && this.chance.hits(0.5)) this.ask('agent.rescue', { agent: this.chance.pick(lost).agent })
    else if (this.chance.hits(0.05)) this.ask('agent.rescue', { agent })
  }
}
