/** The people who sign in, by id; read anew when an account changes. */
import type { AgentId } from '../model/ids.ts'
import type { Person } from './organisation.ts'

export class People {
  #byId = new Map<AgentId, Person>()

  constructor(private readonly read: () => readonly Person[]) {
    this.reload()
  }

  reload(): void {
    this.#byId = new Map(this.read().map((person) => [person.agent, person]))
  }

  get(agent: AgentId): Person | undefined {
    return this.#byId.get(agent)
  }

  all(): Iterable<Person> {
    return this.#byId.values()
  }

  /** Shown name; the id for somebody who is no longer in the accounts. */
  name(agent: AgentId): string {
    return this.#byId.get(agent)?.name ?? agent
  }
}
