/**
 * What those who lead a floor do to see it closely and to steer it: read a talk while it goes on, send a colleague a word,
 * give them other queues and skills. Each is on record; what one has merely seen is not.
 */
import { idPrefixes } from '../../model/ids.ts'
import { Refused } from '../../protocol/index.ts'
import { recorded } from '../audit.ts'
import { agentOfActor, liveContact, type Handlers } from './context.ts'

type LeadVerbs = 'alert.seen' | 'contact.watch' | 'agent.tell' | 'agent.rules'

export const leadHandlers: Pick<Handlers, LeadVerbs> = {
  'alert.seen'(context, { alert }) {
    const { actor, audience, work } = context
    work.tick.put(...work.live.alerts.seen(alert, agentOfActor(actor)))
    work.tick.afterwards(() => audience.figures.soon())
    return {}
  },

  'contact.watch'(context, { contact, on }) {
    const { actor, looks, watch, work } = context
    if (on) {
      liveContact(context, contact)
      looks.record(work.tick, actor, 'contact.read', contact)
    }
    work.tick.afterwards((proof) => watch(contact, on, proof))
    return {}
  },

  'agent.tell'(context, { agent, text }) {
    const { actor, audience, directory, work } = context
    const by = agentOfActor(actor)
    if (directory.people.get(agent) === undefined) throw new Refused('agent.unknown')
    if (text.trim() === '') throw new Refused('message.empty')
    // It is said to who is there, or not at all; what was said outlives a restart before they have seen it.
    if (!audience.isHere(agent)) throw new Refused('agent.offline')
    work.words.push({ to: agent, by, text, at: work.now, slot: work.newKey() })
    work.tick.put(...recorded(work.tick, work.now, [{ by, act: 'agent.told', object: agent }]))
    return {}
  },

  'agent.rules'(context, { agent, queues, skills }) {
    const { actor, configure, directory, work } = context
    const by = agentOfActor(actor)
    const person = directory.people.get(agent)
    if (person === undefined) throw new Refused('agent.unknown')
    const unknown = queues.some((queue) => directory.queue(queue) === undefined)
    if (unknown) throw new Refused('queue.unknown')
    const wanted = {
      login: person.login,
      queues: queues.map((queue) => queue.slice(idPrefixes.queue.length)),
      skills: Object.fromEntries(skills.map(({ name, level }) => [name, level])),
      capacityUnits: person.capacityUnits,
    }
    if (!configure(wanted, by)) throw new Refused('request.malformed')
    work.tick.put(...recorded(work.tick, work.now, [{ by, act: 'agent.rules', object: agent }]))
    return {}
  },
}
