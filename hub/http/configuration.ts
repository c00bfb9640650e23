/**
 * The configuration in versions, for administrators: what another one would change, having it served, and earlier ones
 * again. What a file may hold is checked as at a start, and a refusal carries the same words.
 */
import Type, { type Static } from 'typebox'
import { doerOf } from './admission.ts'
import { bodyReader, type HttpDeps } from './deps.ts'
import type { ConfigurationDoor, Refusable, RollbackWish } from './door.ts'
import { Problem, type ProblemCode } from './problems.ts'
import { json } from './respond.ts'
import type { Route, RouteDoc } from './router.ts'

/** A configuration of 500 queues and 5,000 agents fits well; bytes. */
const documentBytesMax = 4 * 1024 * 1024
const closed = { additionalProperties: false } as const
const anything = Type.Object({}, { additionalProperties: true })

const replan = Type.Optional(Type.Boolean({ description: 'Those who wait begin the new steps. Default false.' }))
const note = Type.Optional(Type.String({ maxLength: 200, description: 'Why.' }))
const from = Type.Optional(Type.Integer({ minimum: 1, description: 'Refused when another version is in force.' }))
const document = Type.Object(
  {},
  {
    additionalProperties: true,
    description:
      'A configuration file; what is read at a start only is passed over. Its schema: npm run admin -- schema',
  },
)
const planBody = Type.Object({ document, replan }, closed)
const applyBody = Type.Object({ document, replan, note, from }, closed)
const rollbackBody = Type.Object(
  {
    to: Type.Optional(Type.Integer({ minimum: 1, description: 'The version; else the one before.' })),
    replan,
    note,
    from,
  },
  closed,
)

const version = Type.Object(
  {
    n: Type.Integer(),
    at: Type.Integer({ description: 'Milliseconds.' }),
    by: Type.String({ description: 'An agent’s id, "hub" or "command line".' }),
    source: Type.String({ enum: ['file', 'apply', 'rollback'] }),
    of: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that it repeats.' }),
    note: Type.String(),
    digest: Type.String(),
  },
  closed,
)
const changes = Type.Array(anything, {
  description: '{ what, name, change, setting, before, after }: settings that differ, in the words of the file.',
})
const planned = Type.Object(
  {
    from: Type.Integer({ description: 'The version in force.' }),
    digest: Type.String(),
    changes,
    touched: Type.Array(anything, {
      description:
        '{ queue, waiting, losesQueue, newRules, keepsSteps, newSteps }: contacts that wait and are touched.',
    }),
    warnings: Type.Array(Type.String()),
  },
  closed,
)
const applied = Type.Object(
  {
    version: Type.Integer({ description: 'The version that is served now.' }),
    isNew: Type.Boolean(),
    replanned: Type.Integer({ description: 'Contacts that begin the new steps.' }),
    changes,
  },
  closed,
)

/** Who may not is answered before it is looked at what they ask. */
const whoMayNot = ['signIn.needed', 'request.forbidden', 'configuration.unknown'] as const satisfies ProblemCode[]
const whatMayNot = ['request.malformed', 'request.tooLarge', 'configuration.refused'] as const satisfies ProblemCode[]

export function configurationRoutes(deps: HttpDeps): Route[] {
  const readPlan = bodyReader(planBody, documentBytesMax)
  const readApply = bodyReader(applyBody, documentBytesMax)
  const readRollback = bodyReader(rollbackBody)

  function kept(): ConfigurationDoor {
    if (deps.door.configuration === null) throw new Problem('configuration.unknown')
    return deps.door.configuration
  }

  const post = (
    name: 'plan' | 'apply' | 'rollback',
    doc: Pick<RouteDoc, 'summary' | 'body' | 'answers'>,
    handle: Route['handle'],
  ): Route => ({
    method: 'POST',
    path: `/api/configuration/${name}`,
    crossOrigin: false,
    doc: { ...doc, problems: [...whoMayNot, ...whatMayNot, 'storage.unavailable'] },
    handle,
  })

  return [
    {
      method: 'GET',
      path: '/api/configuration',
      crossOrigin: false,
      doc: {
        summary: 'All versions of the configuration, the oldest first; the last one is served',
        answers: { 200: Type.Object({ versions: Type.Array(version) }, closed) },
        problems: whoMayNot,
      },
      handle: () => json(200, { versions: kept().versions() }),
    },
    {
      method: 'GET',
      path: '/api/configuration/:version',
      crossOrigin: false,
      doc: {
        summary: 'What a version says, as a file',
        answers: { 200: anything },
        problems: whoMayNot,
      },
      handle(_, params) {
        const versions = kept()
        const n = /^[1-9]\d{0,9}$/.test(params['version'] ?? '') ? Number(params['version']) : null
        const found = n === null ? null : versions.document(n)
        if (found === null) throw new Problem('configuration.unknown')
        return json(200, found)
      },
    },
    post(
      'plan',
      {
        summary: 'What another configuration would change, and which waiting contacts it touches',
        body: planBody,
        answers: { 200: planned },
      },
      async (request) => {
        const versions = kept()
        const { document: written, replan: also = false } = await readPlan(request)
        return json(200, doneOrRefused(versions.plan({ document: written, name, replan: also })))
      },
    ),
    post(
      'apply',
      {
        summary: 'Serve another configuration from now on, as a new version',
        body: applyBody,
        answers: { 200: applied },
      },
      async (request, _, asker) => {
        const versions = kept()
        const { document: written, ...rest } = await readApply(request)
        return json(
          200,
          doneOrRefused(await versions.apply({ ...wishOf(rest), document: written, name }, doerOf(asker))),
        )
      },
    ),
    post(
      'rollback',
      {
        summary: 'Serve an earlier version again, as a new one',
        body: rollbackBody,
        answers: { 200: applied },
      },
      async (request, _, asker) => {
        const versions = kept()
        const { to = null, ...rest } = await readRollback(request)
        return json(200, doneOrRefused(await versions.rollback({ ...wishOf(rest), to }, doerOf(asker))))
      },
    ),
  ]
}

/** What a refusal calls what was sent. */
const name = 'the document'

function wishOf({ replan: also = false, note: why = '', from: version = null }: WishBody): Omit<RollbackWish, 'to'> {
  return { replan: also, note: why, from: version, request: '' }
}

type WishBody = Omit<Static<typeof rollbackBody>, 'to' | 'from'> & { readonly from?: number | null }

function doneOrRefused<Done extends object>(answer: Refusable<Done>): Done {
  if ('refused' in answer) throw new Problem('configuration.refused', null, answer.refused)
  return answer
}
