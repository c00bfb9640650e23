/** What a supervisor does to a colleague. Who did it stands in the audit, and the colleague is told. */
import { limits } from '../frame.ts'
import { figure, flag, id, list, maybe, record, text, whole, type Of } from '../shape.ts'
import { at, nothing } from './common.ts'
import { presenceStatus } from './presence.ts'

export const agentFigures = record({
  /** Contacts taken, by an offer or otherwise, and talks that ended. */
  answered: whole(0),
  handled: whole(0),
  /** Of talks and wrap-ups that ended. */
  talkMs: whole(0),
  wrapUpMs: whole(0),
  /** Both on average; null while none has ended. */
  handleMs: maybe(whole(0)),
  missed: whole(0),
  declined: whole(0),
  /** Time with work in hand, available without any, and away without any. */
  workMs: whole(0),
  availableMs: whole(0),
  awayMs: whole(0),
  /** The last by reason: '' where none was given. */
  reasons: list(record({ reason: text(40), ms: whole(0) }), 50),
  /** How the day went: the same three times in each quarter of an hour that has any, in order. */
  course: list(record({ at, readyMs: whole(0), workMs: whole(0), awayMs: whole(0) }), 102),
  /** Work of work and availability; null of neither. */
  occupancyPermille: maybe(whole(0, 1_000)),
  /** Ratings of 1 to 5 by those served, and their mean; null of none. */
  surveys: whole(0),
  score: maybe(figure),
})
export type AgentFigures = Of<typeof agentFigures>

export const agentRequests = {
  /** Supervisor: states a presence in the agent's place. `reason` is one of the configured keys, or ''. */
  'agent.force': { body: record({ agent: id('agent'), status: presenceStatus, reason: text(40) }), reply: nothing },
  /** Supervisor: the talks of an agent whose line is gone wait again now, not at the end of the grace. */
  'agent.rescue': { body: record({ agent: id('agent') }), reply: nothing },
  /** Staff: what was counted of their own work since this instant, of the last 25 hours at most. Only reads. */
  'agent.figures': { body: record({ from: at }), reply: agentFigures },
  /** Supervisor: a word to a colleague who is there. Nothing keeps it. */
  'agent.tell': { body: record({ agent: id('agent'), text: text(limits.noteMax) }), reply: nothing },
  /** Supervisor: other queues and skills for an agent, as a new version of the configuration. */
  'agent.rules': {
    body: record({
      agent: id('agent'),
      queues: list(id('queue'), 500),
      skills: list(record({ name: text(40), level: whole(1, 5) }), 100),
    }),
    reply: nothing,
  },
  /** Supervisor: has seen an alert, by its id in the list `floor`. */
  'alert.seen': { body: record({ alert: text(100) }), reply: nothing },
  /** Supervisor: reads a talk while it goes on, until `on` is false or the line ends. Its log comes as to who holds it. */
  'contact.watch': { body: record({ contact: id('contact'), on: flag }), reply: nothing },
} as const
