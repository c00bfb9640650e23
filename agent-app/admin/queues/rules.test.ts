/** What the editor says of a queue's settings, held against what the hub takes. */
import { expect, test } from 'vitest'
import { queueDefaults } from '../../../hub/acd/making.ts'
import { strategies } from '../../../hub/acd/routing/index.ts'
import { callBackModes, wrapUpModes } from '../../../hub/acd/state.ts'
import { fileSchema } from '../../../hub/config-schema.ts'
import { waitBoundsS } from '../../../hub/reports/index.ts'
import { enAdminQueues } from '../../translations/en-admin-queues.ts'
import { jaAdminQueues } from '../../translations/ja-admin-queues.ts'
import { enSettings } from '../../translations/en-settings.ts'
import { requirementFault, requirementWords } from './requirement.ts'
import { callBackNames, levelBounds, queueNumbers, queueSettings, strategyNames, wrapUpNames } from './rules.ts'

interface Schema {
  readonly properties: Readonly<Record<string, { readonly minimum?: number; readonly maximum?: number }>>
}
const queue = (fileSchema.properties.queues as unknown as { readonly items: Schema }).items

test('every setting of a queue can be edited, and has words', () => {
  expect([...queueSettings].sort()).toEqual(Object.keys(queue.properties).sort())
  for (const name of queueSettings) expect([name, typeof enSettings['queue']![name]]).toEqual([name, 'string'])
})

test('numbers have the bounds that the hub keeps', () => {
  for (const [name, { min, max }] of Object.entries(queueNumbers)) {
    const { minimum, maximum } = queue.properties[name]!
    expect([name, min, max]).toEqual([name, minimum, maximum])
  }
})

test('choices are those that the hub knows', () => {
  expect([...strategyNames].sort()).toEqual(Object.keys(strategies).sort())
  expect([...wrapUpNames].sort()).toEqual([...wrapUpModes].sort())
  expect([...callBackNames].sort()).toEqual([...callBackModes].sort())
  expect(levelBounds).toEqual(waitBoundsS)
  expect(queueNumbers.wrapUpExtensionSeconds.builtIn).toBe(queueDefaults.wrapUpExtensionMs / 1_000)
  expect(queueNumbers.joinSeconds.builtIn).toBe(queueDefaults.callBack.joinMs / 1_000)
  expect(queueNumbers.parkedPercent.builtIn).toBe(queueDefaults.parkedPercent)
})

test('a requirement is told in words, or what is wrong with it', () => {
  const [en, ja] = [enAdminQueues.requirement, jaAdminQueues.requirement]
  expect(requirementFault('lang.ja>=3 && (billing || vip)', en)).toBe('')
  expect(requirementWords('lang.ja>=3 && billing || vip', en)).toBe('billing and lang.ja at level 3 or better or vip')
  expect(requirementFault('lang.ja>=9', en)).toBe('At character 10, “9”: there must be a level from 1 to 5.')
  expect(requirementFault('a ||', ja)).toBe('末尾にlang.ja>=3 のようなスキル、または ( が必要です。')
  expect(requirementWords('a ||', ja)).toBe('')
})
