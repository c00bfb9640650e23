/**
 * The record of privileged acts over HTTP: found by who, what, to what and when, and its chain checked. Reading it is recorded
 * by the app before anything is shown.
 */
import Type from 'typebox'
import { instant, type Instant } from '../model/time.ts'
import type { HttpRequest } from '../ports/transport.ts'
import { doerOf } from './admission.ts'
import type { HttpDeps } from './deps.ts'
import type { AuditWish } from './door.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

const closed = { additionalProperties: false } as const
/** Characters of a filter: more than any name in a record has. */
const filterMax = 100
const recordsMax = 500
const usualLimit = 100

const query = {
  actor: Type.String({
    description: 'Who: an agent’s id, "hub", "command line", or "key" and the name of an API key.',
  }),
  act: Type.String({ description: 'An act, or a family of them: account.role, account.' }),
  object: Type.String({ description: 'To what: an id or a name, whole.' }),
  text: Type.String({ description: 'Stands in the object or the detail.' }),
  from: Type.String({ description: 'Milliseconds since 1970, or a time such as 2026-11-01T00:00+09:00; inclusive.' }),
  to: Type.String({ description: 'Likewise; exclusive.' }),
  before: Type.String({ description: 'Only records with a smaller number; what an answer says under before.' }),
  limit: Type.String({ description: `1 to ${recordsMax}; default ${usualLimit}.` }),
}

const link = Type.Object({ n: Type.Integer(), hash: Type.String({ description: 'In hexadecimal.' }) }, closed)
const page = Type.Object(
  {
    records: Type.Array(
      Type.Object(
        {
          n: Type.Integer(),
          at: Type.Integer({ description: 'Milliseconds.' }),
          actor: Type.String(),
          actorName: Type.String({ description: 'As people know them today.' }),
          act: Type.String(),
          object: Type.String(),
          objectName: Type.String({
            description: 'Where the object is somebody of the company: their name; else empty.',
          }),
          detail: Type.String(),
          hash: Type.String(),
        },
        closed,
      ),
      { description: 'The newest first.' },
    ),
    head: link,
    before: Type.Union([Type.Integer(), Type.Null()], { description: 'Ask on from here; null when nothing is left.' }),
  },
  closed,
)
const verdict = Type.Object(
  {
    records: Type.Integer({ description: 'How many were read.' }),
    brokenAt: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The first record that is not as it was written.',
    }),
    damage: Type.Union([Type.String(), Type.Null()], {
      description: 'What is wrong there: altered, misplaced, missing, truncated, surplus, head or base.',
    }),
    head: link,
  },
  closed,
)

export function auditRoutes({ door, accounts }: HttpDeps): Route[] {
  const problems = ['signIn.needed', 'request.forbidden', 'storage.unavailable'] as const
  return [
    {
      method: 'GET',
      path: '/api/audit',
      crossOrigin: false,
      doc: {
        summary: 'Privileged acts, the newest first',
        query,
        answers: { 200: page },
        problems: [...problems, 'request.malformed'],
      },
      async handle(request, _, asker) {
        const { records, head, before } = await door.audit.page(wishOf(request), doerOf(asker))
        const names = new Map<string, string>(accounts.people().map((person) => [person.agent, person.name]))
        const told = records.map(({ n, at, actor, act, object, detail, hash }) => ({
          ...{ n, at, actor, actorName: names.get(actor) ?? actor, act },
          ...{ object, objectName: names.get(object) ?? '', detail, hash },
        }))
        return json(200, { records: told, head, before })
      },
    },
    {
      method: 'GET',
      path: '/api/audit/check',
      crossOrigin: false,
      doc: {
        summary: 'Holds the chain of all privileged acts against itself',
        answers: { 200: verdict },
        problems: [...problems],
      },
      async handle(_, __, asker) {
        return json(200, await door.audit.check(doerOf(asker)))
      },
    },
  ]
}

function wishOf({ query: asked }: HttpRequest): AuditWish {
  const text = (name: string): string => {
    const given = asked.get(name) ?? ''
    if (given.length > filterMax) throw new Problem('request.malformed')
    return given
  }
  const from = timeOf(text('from')) ?? instant(0)
  const to = timeOf(text('to')) ?? instant(Number.MAX_SAFE_INTEGER)
  return {
    ...{ actor: text('actor'), act: text('act'), object: text('object'), text: text('text'), from, to },
    before: numberOf(text('before'), Number.MAX_SAFE_INTEGER),
    limit: numberOf(text('limit'), recordsMax) ?? usualLimit,
  }
}

/** Null for ''. Milliseconds, or a time with its zone. */
function timeOf(given: string): Instant | null {
  if (given === '') return null
  const ms = /^\d{1,15}$/.test(given) ? Number(given) : /^\d{4}-/.test(given) ? Date.parse(given) : NaN
  if (!Number.isSafeInteger(ms) || ms < 0) throw new Problem('request.malformed')
  return instant(ms)
}

function numberOf(given: string, max: number): number | null {
  if (given === '') return null
  const found = /^[1-9]\d{0,15}$/.test(given) ? Number(given) : 0
  if (found < 1 || found > max) throw new Problem('request.malformed')
  return found
}
