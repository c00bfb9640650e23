/** What only agents and supervisors do in a call. */
import { flag, id, oneOf, record } from '../shape.ts'
import { nothing } from './common.ts'

export const callStaffRequests = {
  /** Agent who holds it: music for the customer, or an end of it. */
  'call.hold': { body: record({ contact: id('contact'), held: flag }), reply: nothing },
  /** Agent who holds it: asks a colleague in, to consult while the customer hears music, or to talk with all. */
  'call.invite': {
    body: record({ contact: id('contact'), agent: id('agent'), mode: oneOf('consult', 'talk') }),
    reply: nothing,
  },
  /** Agent who holds it: takes an invitation back, or has a colleague out. The customer is let go by `call.end` alone. */
  'call.remove': { body: record({ contact: id('contact'), agent: id('agent') }), reply: nothing },
  /** Agent who holds it and consults: all talk together. */
  'call.merge': { body: record({ contact: id('contact') }), reply: nothing },
  /** Agent who holds it: the colleague who is in the call has the contact from now on, and the agent is out. */
  'call.handOver': { body: record({ contact: id('contact'), agent: id('agent') }), reply: nothing },
  /** Supervisor: listens in, or changes how. A whisper is for the agent who holds it. Left by `call.end`. Recorded (P24). */
  'call.listen': {
    body: record({ contact: id('contact'), mode: oneOf('monitor', 'whisper', 'barge') }),
    reply: nothing,
  },
  /** Agent who holds it: begins to record, asking the customer first where the site wants that, or stops. */
  'call.record': { body: record({ contact: id('contact'), on: flag }), reply: nothing },
} as const
