/** The company that benches play: as many agents as asked for, five queues, one site, and limits that let one address play everybody. */
import type { Person } from '../../hub/app/organisation.ts'
import { manyPeople } from '../../hub/attack/real-hub.ts'
import { readDocument } from '../../hub/config.ts'
import { demoSiteKey } from '../../hub/demo.ts'
import { makeId, type QueueId } from '../../hub/model/ids.ts'

/** The sample page's own, so that it can be opened. */
export const siteKey = demoSiteKey

const queueKeys = ['orders', 'delivery', 'returns', 'invoices', 'other'] as const
const words = (name: string) => ({ en: name, ja: name })
const day = 86_400

/**
 * The hub's configuration file. Nobody who waits is given up because their page is not open; what came to nothing keeps no
 * contact from an agent, so that the same few can be offered over and over.
 */
export const companyFile = {
  sites: [
    {
      id: 'bench',
      key: siteKey,
      name: words('Bench'),
      origins: [],
      topics: queueKeys.map((key) => ({ key, label: words(key), queue: key })),
      defaultQueue: 'other',
    },
  ],
  queues: queueKeys.map((id) => ({
    id,
    name: words(id),
    customerGraceSeconds: day,
    offerTimeoutSeconds: 300,
    declineCoolDownSeconds: 0,
    turnAwayCoolDownSeconds: 0,
    missesBeforeAway: 10,
    dispositions: [{ key: 'solved', label: words('Solved') }],
  })),
  limits: { ...manyPeople, requestsPerMinutePerSession: 1_000_000, messagesPerMinutePerSession: 1_000_000 },
}

/** The topics, one for each queue. */
export const topics: readonly string[] = queueKeys

export const organisation = readDocument(companyFile, { name: 'the bench', mode: 'production' }).organisation

export const isLeader = (at: number): boolean => at % leadEvery === 0

const queueOf = (at: number): QueueId => makeId('queue', queueKeys[at % queueKeys.length]!)

/** One in so many leads the others. */
const leadEvery = 50

/** So many agents, each of two queues; the first one, and one in fifty, is a supervisor. */
export const people = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, at) => ({
    agent: makeId('agent', `agent${at}`),
    login: `agent${at}`,
    name: `Agent ${at}`,
    role: isLeader(at) ? 'supervisor' : 'agent',
    queues: [queueOf(at), queueOf(at + 1)],
    skills: { 'lang.ja': 3 },
    capacityUnits: 100,
    disabled: false,
  }))
