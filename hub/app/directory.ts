/** Words and rules of the organisation by id, and the names of people: what the shell looks up when it translates. */
import type { AgentId, QueueId } from '../model/ids.ts'
import type { BothLanguages } from '../protocol/index.ts'
import type { Wording } from './log-entry.ts'
import type { Choice, Organisation, QueueSetup, Site } from './organisation.ts'
import type { People } from './people.ts'

const noWords: BothLanguages = { en: '', ja: '' }

export class Directory implements Wording {
  readonly #queues: ReadonlyMap<QueueId, QueueSetup>
  readonly #sites: ReadonlyMap<string, Site>

  constructor(
    readonly organisation: Organisation,
    readonly people: People,
  ) {
    this.#queues = new Map(organisation.queues.map((queue) => [queue.rules.id, queue]))
    this.#sites = new Map(organisation.sites.map((site) => [site.key, site]))
  }

  site(key: string): Site | undefined {
    return this.#sites.get(key)
  }

  queue(queue: QueueId): QueueSetup | undefined {
    return this.#queues.get(queue)
  }

  /** The queue's words; its id where the configuration no longer has it. */
  queueName(queue: QueueId): BothLanguages {
    return this.#queues.get(queue)?.name ?? { en: queue, ja: queue }
  }

  agentName(agent: AgentId): string {
    return this.people.name(agent)
  }

  dispositionLabel(queue: QueueId, key: string): BothLanguages {
    return labelOf(this.#queues.get(queue)?.dispositions ?? [], key)
  }

  topicLabel(site: string, key: string): BothLanguages {
    return labelOf(this.#sites.get(site)?.topics ?? [], key)
  }
}

/** The words of a choice; the key itself where the configuration no longer has it. */
function labelOf(choices: readonly Choice[], key: string): BothLanguages {
  if (key === '') return noWords
  return choices.find((choice) => choice.key === key)?.label ?? { en: key, ja: key }
}
