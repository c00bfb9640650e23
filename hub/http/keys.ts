/** API keys, for whoever may change them: which there are, a new one, and the end of one. What a key is: auth/api-keys.ts. */
import Type from 'typebox'
import { rights, type Right } from '../model/rights.ts'
import { instant } from '../model/time.ts'
import { changerOf, doerOf } from './admission.ts'
import { bodyReader, type HttpDeps } from './deps.ts'
import { Problem, type ProblemCode } from './problems.ts'
import { empty, json } from './respond.ts'
import type { Route } from './router.ts'

const closed = { additionalProperties: false } as const
const name = Type.String({
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}$',
  description: 'By which the audit knows it; no other key has it.',
})
const rightsList = Type.Array(Type.Unsafe<Right>({ type: 'string', enum: [...rights] }), { minItems: 1, maxItems: 50 })
const moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'Milliseconds.' })
const maybeMoment = Type.Union([moment, Type.Null()])
const makeBody = Type.Object({ name, rights: rightsList, expiresAt: maybeMoment }, closed)
const key = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    rights: Type.Array(Type.String()),
    createdAt: moment,
    createdBy: Type.String({ description: 'An agent’s id, or "key" and the name of one.' }),
    lastUsedAt: maybeMoment,
    expiresAt: maybeMoment,
  },
  closed,
)
const whoMayNot = ['signIn.needed', 'request.forbidden'] as const satisfies ProblemCode[]

export function keyRoutes({ staff, clock }: HttpDeps): Route[] {
  const readMake = bodyReader(makeBody)
  return [
    {
      method: 'GET',
      path: '/api/keys',
      crossOrigin: false,
      doc: {
        summary: 'API keys that are good, the oldest first',
        answers: { 200: Type.Object({ keys: Type.Array(key) }, closed) },
        problems: whoMayNot,
      },
      handle: () => json(200, { keys: staff.keys.list() }),
    },
    {
      method: 'POST',
      path: '/api/keys',
      crossOrigin: false,
      doc: {
        summary: 'Make an API key; it is told this once. `Authorization: Bearer mdk_…` stands for a login then',
        body: makeBody,
        answers: { 200: Type.Object({ id: Type.String(), key: Type.String() }, closed) },
        problems: [
          ...whoMayNot,
          'request.malformed',
          'request.tooLarge',
          'key.taken',
          'key.beyond',
          'storage.unavailable',
        ],
      },
      async handle(request, _, asker) {
        const { expiresAt, ...wish } = await readMake(request)
        if (expiresAt !== null && expiresAt <= clock.now()) throw new Problem('request.malformed')
        const until = expiresAt === null ? null : instant(expiresAt)
        const made = await staff.keys.make({ ...wish, expiresAt: until }, changerOf(asker))
        if ('refused' in made) throw new Problem(made.refused)
        return json(200, made)
      },
    },
    {
      method: 'POST',
      path: '/api/keys/:id/end',
      crossOrigin: false,
      doc: {
        summary: 'End an API key: it is worth nothing from now on',
        answers: { 204: null },
        problems: [...whoMayNot, 'key.unknown', 'storage.unavailable'],
      },
      async handle(_, { id = '' }, asker) {
        if (!(await staff.keys.end(id, doerOf(asker)))) throw new Problem('key.unknown')
        return empty(204, { 'cache-control': 'no-store' })
      },
    },
  ]
}
