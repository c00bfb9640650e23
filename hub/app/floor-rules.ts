/**
 * What the floor must know, put together from the configuration and the accounts: who somebody is, is said by their
 * account; what work they get by the configuration where it names them, and else by their account.
 */
import type { RuleSet } from '../acd/index.ts'
import type { AgentRules, QueueRules, StepRules } from '../acd/state.ts'
import type { AgentId } from '../model/ids.ts'
import type { AgentSetup, Organisation, Person, QueueSetup } from './organisation.ts'
import { rightsByRole } from './roles.ts'

/** The rules that these people work by; agents are those whose role serves contacts. */
export function floorRules(organisation: Organisation, people: Iterable<Person>): RuleSet {
  const known = [...people]
  const setups = new Map(organisation.agents.map((setup) => [setup.login, setup]))
  const rights = rightsByRole(organisation)
  const works = ({ role, disabled }: Person): boolean => !disabled && rights.get(role)?.has('contacts.serve') === true
  const byLogin = new Map(known.map(({ login, agent }) => [login, agent]))
  return {
    queues: organisation.queues.map((setup) => queueRules(setup, byLogin)),
    agents: known.filter(works).map((person) => agentRules(setups.get(person.login), person)),
  }
}

/** What holds for this person's work; `setup` is what configuration says of it. */
export function agentRules(setup: AgentSetup | undefined, person: Person): AgentRules {
  if (setup === undefined) {
    const { agent: id, queues, skills, capacityUnits } = person
    return { id, queues, skills, capacityUnits }
  }
  const { login: _, ...rules } = setup
  return { id: person.agent, ...rules }
}

/** Steps name people as they sign in; whoever has no account is nobody. */
function queueRules({ rules, allowed }: QueueSetup, byLogin: ReadonlyMap<string, AgentId>): QueueRules {
  if (allowed === undefined) return rules
  const steps = rules.steps.map((step, at): StepRules => {
    const logins = allowed[at]
    return logins === undefined ? step : { ...step, prefer: logins.flatMap((login) => byLogin.get(login) ?? []) }
  })
  return { ...rules, steps }
}
