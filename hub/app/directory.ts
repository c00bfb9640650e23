/** Words and rules of the organisation by id, and the names of people: what the shell looks up when it translates. */
import type { RuleSet } from '../acd/index.ts'
import type { Actor } from '../http/door.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import { limits, type BothLanguages, type SurveyScale } from '../protocol/index.ts'
import { agentRules, floorRules } from './floor-rules.ts'
import type { Wording } from './log-entry.ts'
import type { AgentSetup, Choice, Organisation, QueueSetup, Site } from './organisation.ts'
import type { People } from './people.ts'
import { rightsByRole } from './roles.ts'

const noWords: BothLanguages = { en: '', ja: '' }

export class Directory implements Wording {
  /** Whether calls can be carried at the moment. */
  carriesCalls = false
  /** Number of the version of the configuration that is served; 0 where none are kept. */
  version = 0
  #organisation!: Organisation
  #queues: ReadonlyMap<QueueId, QueueSetup> = new Map()
  #sites: ReadonlyMap<string, Site> = new Map()
  #agents: ReadonlyMap<string, AgentSetup> = new Map()
  /** By role, built in or the company's own. */
  #rights: ReadonlyMap<string, ReadonlySet<Right>> = new Map()

  constructor(
    organisation: Organisation,
    readonly people: People,
    /** What browsers subscribe to Web Push for; null where the hub sends none. */
    readonly pushKey: string | null = null,
  ) {
    this.serve(organisation)
  }

  get organisation(): Organisation {
    return this.#organisation
  }

  /** From now on everything is looked up in this one. */
  serve(organisation: Organisation, version = this.version): void {
    this.#organisation = organisation
    this.version = version
    this.#queues = new Map(organisation.queues.map((queue) => [queue.rules.id, queue]))
    this.#sites = new Map(organisation.sites.map((site) => [site.key, site]))
    this.#agents = new Map(organisation.agents.map((agent) => [agent.login, agent]))
    this.#rights = rightsByRole(organisation)
  }

  /** The actor with what they may do now. */
  proved(actor: Actor): Actor {
    return actor.kind === 'visitor' ? actor : { ...actor, rights: this.rightsOfAgent(actor.agent) }
  }

  /** What somebody may do as their account and their role stand now. */
  rightsOfAgent(agent: AgentId): ReadonlySet<Right> {
    const person = this.people.get(agent)
    return person === undefined || person.disabled ? noRights : this.rightsOf(person.role)
  }

  /** What a role may do. Nothing, where there is no such role. */
  knownRights(role: string): ReadonlySet<Right> | null {
    return this.#rights.get(role) ?? null
  }

  rightsOf(role: string): ReadonlySet<Right> {
    return this.#rights.get(role) ?? noRights
  }

  /** What a customer of this site may ask for now. */
  callsOffered(site: string): 'none' | 'audio' | 'video' {
    return this.carriesCalls ? (this.site(site)?.calls ?? 'video') : 'none'
  }

  /** What customers of this site are asked of contacts that are over. */
  surveyOf(site: string): SurveyScale | null {
    return this.site(site)?.survey ?? null
  }

  site(key: string): Site | undefined {
    return this.#sites.get(key)
  }

  /** Where a contact of this site with this topic goes. Its site may be gone, but the last one stays. */
  queueFor(site: string, topic: string): QueueId {
    const known = this.site(site) ?? this.#organisation.sites[0]!
    return known.topics.find(({ key }) => key === topic)?.queue ?? known.defaultQueue
  }

  queue(queue: QueueId): QueueSetup | undefined {
    return this.#queues.get(queue)
  }

  /** The queue's words; its id where the configuration no longer has it. */
  queueName(queue: QueueId): BothLanguages {
    return this.#queues.get(queue)?.name ?? { en: queue, ja: queue }
  }

  /** What the floor must know. */
  rules(): RuleSet {
    return floorRules(this.organisation, this.people.all())
  }

  /** Units of work that the agent has, 0 for somebody who is no longer in the accounts. */
  capacityOf(agent: AgentId): number {
    const person = this.people.get(agent)
    return person === undefined ? 0 : agentRules(this.#agents.get(person.login), person).capacityUnits
  }

  agentName(agent: AgentId): string {
    return this.people.name(agent)
  }

  /** Several names as one text of no more than a name's length: as many as fit, and how many more there are. */
  agentNames(agents: readonly AgentId[]): string {
    const names = agents.map((agent) => this.agentName(agent))
    for (let shown = names.length; shown > 1; shown--) {
      const rest = names.length - shown
      const text = names.slice(0, shown).join(', ') + (rest > 0 ? ` +${rest}` : '')
      if (text.length <= limits.nameMax) return text
    }
    return names[0] ?? ''
  }

  dispositionLabel(queue: QueueId, key: string): BothLanguages {
    return labelOf(this.#queues.get(queue)?.dispositions ?? [], key)
  }

  tagLabel(key: string): BothLanguages {
    return labelOf(this.organisation.tags ?? [], key)
  }

  topicLabel(site: string, key: string): BothLanguages {
    return labelOf(this.#sites.get(site)?.topics ?? [], key)
  }
}

const noRights: ReadonlySet<Right> = new Set()

/** The words of a choice; the key itself where the configuration no longer has it. */
function labelOf(choices: readonly Choice[], key: string): BothLanguages {
  if (key === '') return noWords
  return choices.find((choice) => choice.key === key)?.label ?? { en: key, ja: key }
}
