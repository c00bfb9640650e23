/** From the configuration's words for service levels and thresholds to what the hub goes by. */
import Type from 'typebox'
import type { Measure, QueueSetup, Threshold } from './app/organisation.ts'
import type { Refuse } from './config-organisation.ts'
import { closed, key, oneOf, whole } from './config-parts.ts'
import type { FileSettings } from './config-schema.ts'
import { makeId } from './model/ids.ts'
import { seconds } from './model/time.ts'
import { isWaitBound, usualGoal, waitBoundsS } from './reports/index.ts'

type QueueSettings = NonNullable<FileSettings['queues']>[number]

const measures = [
  'waiting',
  'longestWait',
  'expectedWait',
  'levelNow',
  'staffed',
  'free',
] as const satisfies readonly Measure[]

export const levelSettings = Type.Object(
  { percent: Type.Optional(whole(1, 100, 'percent')), seconds: Type.Optional(whole(5, 600, 'seconds')) },
  { ...closed, description: '{ "percent", "seconds" }' },
)

export const thresholdSettings = Type.Array(
  Type.Object(
    {
      key,
      measure: oneOf(...measures),
      above: Type.Optional(whole(0, 100_000, 'contacts, agents, seconds or percent')),
      below: Type.Optional(whole(0, 100_000, 'contacts, agents, seconds or percent')),
      forSeconds: Type.Optional(whole(0, 86_400, 'seconds')),
      queues: Type.Optional(Type.Array(key, { minItems: 1, maxItems: 500, description: 'a list of keys of queues' })),
    },
    { ...closed, description: 'a threshold { "key", "measure", "above" or "below", "forSeconds", "queues" }' },
  ),
  { maxItems: 50, description: 'a list of at most 50 thresholds' },
)

/** What is aimed at where nothing is said: 80 % within 20 s. */
const usualPercent = 80

export function buildServiceLevel(
  { serviceLevel }: QueueSettings,
  place: string,
  refuse: Refuse,
): QueueSetup['serviceLevel'] {
  const { percent = usualPercent, seconds: within = usualGoal.targetS } = serviceLevel ?? {}
  if (!isWaitBound(within)) refuse(`${place}/seconds`, within, `one of ${waitBoundsS.join(', ')}`)
  return { percent, seconds: within }
}

/** `known`: keys of all queues. */
export function buildThresholds(
  settings: NonNullable<FileSettings['thresholds']>,
  known: ReadonlySet<string>,
  refuse: Refuse,
): readonly Threshold[] {
  const seen = new Set<string>()
  return settings.map(({ key, measure, above, below, forSeconds = 0, queues }, at) => {
    const place = `thresholds/${at}`
    if (seen.has(key)) refuse(`${place}/key`, key, 'different from all others in the list')
    seen.add(key)
    if ((above === undefined) === (below === undefined))
      refuse(place, { above, below }, 'either "above" or "below" a number')
    for (const queue of queues ?? [])
      if (!known.has(queue)) refuse(`${place}/queues`, queue, `one of the queues: ${[...known].join(', ')}`)
    return {
      key,
      measure,
      bound: (above ?? below)!,
      isAbove: above !== undefined,
      forMs: seconds(forSeconds),
      queues: queues?.map((queue) => makeId('queue', queue)) ?? null,
    }
  })
}
