/**
 * Whatever the screens can make of a configuration is in the file, and the file is read back as it was: documents of every
 * setting that has versions are written, read as `plan` and `apply` read a file, compared, and carried over as drafts are.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDocument } from '../../config.ts'
import type { documentKeys } from '../../config-document.ts'
import { differenceOf } from './difference.ts'
import { digestOf } from './document.ts'

const text = (max: number) =>
  fc
    .string({ minLength: 1, maxLength: max, unit: 'grapheme' })
    .filter((made) => made.trim() !== '' && made.length <= max)
const both = (max = 20) => fc.record({ en: text(max), ja: text(max) })
const some = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined })
const named = <Entry extends object>(keys: readonly string[], entry: fc.Arbitrary<Entry>, name = 'key') =>
  fc
    .tuple(fc.subarray([...keys]), fc.array(entry, { minLength: keys.length, maxLength: keys.length }))
    .map(([chosen, entries]) => chosen.map((key, at) => ({ [name]: key, ...entries[at]! })))
const labelled = fc.record({ label: both() })
const jwk = { kid: 'k1', kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }

const field = fc.oneof(
  fc.record({
    label: both(),
    kind: fc.constantFrom('text', 'number', 'date', 'email', undefined),
    optional: some(fc.boolean()),
  }),
  fc.record({
    label: both(),
    kind: fc.constant('choice'),
    choices: fc.constant([{ key: 'a', label: { en: 'A', ja: 'あ' } }]),
  }),
)
const invitation = fc.record({
  text: both(),
  when: some(
    fc.record({
      page: fc.constantFrom('/cart*', undefined),
      seconds: some(fc.nat(3_600)),
      exit: some(fc.boolean()),
      returning: some(fc.boolean()),
    }),
  ),
  only: fc.constantFrom('staffed', 'open', 'always', undefined),
  everyDays: some(fc.integer({ min: 1, max: 365 })),
})
const site = fc.record({
  name: both(),
  origins: fc.subarray(['https://shop.example.jp', 'https://www.example.jp']),
  defaultQueue: fc.constantFrom('orders', 'general'),
  topics: some(named(['order', 'other'], fc.record({ label: both(), queue: fc.constantFrom('orders', 'general') }))),
  retentionDays: some(fc.integer({ min: 1, max: 36_500 })),
  calls: fc.constantFrom('none', 'audio', 'video', undefined),
  survey: fc.constantFrom('none', 'csat', 'nps', undefined),
  bot: some(
    fc.record({
      flow: fc.constant('hello'),
      when: fc.constantFrom('always', 'overflow', undefined),
      idleMinutes: some(fc.integer({ min: 1, max: 1_440 })),
    }),
  ),
  look: some(
    fc.record({
      accent: fc.constantFrom('#0B6b68', undefined),
      corners: fc.constantFrom('soft', undefined),
      greeting: some(both(100)),
    }),
  ),
  form: some(named(['order.id', 'customer.email'], field, 'field')),
  invitations: some(named(['cart', 'leaving'], invitation)),
  identity: fc.constantFrom(
    undefined,
    { issuer: 'https://a.jp', keys: [jwk] },
    { issuer: 'https://a.jp', jwksUrl: 'https://a.jp/keys' },
  ),
})
const queue = fc.record({
  name: both(),
  strategy: fc.constantFrom('longest-idle', 'best-skill', undefined),
  steps: some(
    fc.array(fc.record({ require: fc.constantFrom('lang.ja>=3', undefined), for: fc.constantFrom('30s', '2m') }), {
      maxLength: 3,
    }),
  ),
  offerTimeoutSeconds: some(fc.integer({ min: 5, max: 300 })),
  calendar: fc.constantFrom('office', undefined),
  overflow: some(
    named(
      ['long', 'late'],
      fc.record({
        when: fc.constant({ waiting: 5 }),
        to: fc.constant({ way: 'callBack' }),
        alsoWaiting: some(fc.boolean()),
      }),
      'name',
    ),
  ),
  dispositions: some(named(['solved', 'open'], labelled)),
  serviceLevel: some(fc.record({ percent: fc.integer({ min: 1, max: 100 }), seconds: fc.constantFrom(20, 60) })),
})
const every = <Entry extends object>(keys: readonly string[], entry: fc.Arbitrary<Entry>) =>
  fc.tuple(...keys.map(() => entry)).map((entries) => entries.map((one, at) => ({ id: keys[at]!, ...one })))
const flow = {
  ...{ flow: 'hello', version: '1', title: { en: 'Hello', ja: 'こんにちは' }, start: 'person', person: 'person' },
  steps: { person: { kind: 'hand-over', queue: 'orders' } },
}

const written = fc.record({
  sites: every(['shop', 'outlet'], site).map((sites) => sites.map((one) => ({ key: `pk_${one.id}`, ...one }))),
  queues: every(['orders', 'general'], queue),
  calendars: fc.constant([
    { id: 'office', zone: 'Asia/Tokyo', week: { mon: ['09:00-18:00'] }, dates: { '2026-12-31': [] } },
  ]),
  reasons: some(named(['lunch', 'meeting'], labelled)),
  replies: some(
    named(
      ['hi', 'bye'],
      fc.record({ title: both(), text: both(60), queues: some(fc.subarray(['orders', 'general'])) }),
    ),
  ),
  tags: some(named(['angry', 'vip'], labelled)),
  links: some(named(['crm'], fc.record({ label: both(), url: fc.constant('https://crm.example.jp/{customer.id}') }))),
  thresholds: some(
    named(['long'], fc.record({ measure: fc.constant('longestWait'), above: fc.integer({ min: 1, max: 600 }) })),
  ),
  attachments: some(fc.record({ megabytesMax: fc.integer({ min: 1, max: 100 }) })),
  flows: fc.constant([flow]),
  knowledge: fc.constant(undefined),
  bots: fc.constantFrom(undefined, [{ id: 'own', keys: ['own-1'] }]),
  answerer: fc.constantFrom(undefined, { url: 'https://llm.example.jp/v1', model: 'small' }),
  agents: some(
    named(
      ['hanako', 'ken'],
      fc.record({
        queues: some(fc.subarray(['orders', 'general'])),
        skills: some(fc.constant({ 'lang.ja': 5 })),
        capacityUnits: some(fc.nat(1_000)),
      }),
      'login',
    ),
  ),
  roles: fc.constantFrom(undefined, [
    { id: 'trainer', name: { en: 'Trainer', ja: '研修係' }, rights: ['contacts.read'] },
  ]),
} satisfies Record<(typeof documentKeys)[number], fc.Arbitrary<unknown>>)

/** As a file holds it: what is undefined is not said. */
const fileOf = (made: object): string => JSON.stringify(made, null, 2)
const read = (file: string): object => readDocument(JSON.parse(file), { name: 'file', mode: 'production' }).document

test('what a draft says is in its file, and the file says it again', () => {
  fc.assert(
    fc.property(written, (made) => {
      const document = read(fileOf(made))
      expect(document).toEqual(JSON.parse(fileOf(made)))
      expect(read(fileOf(document))).toEqual(document)
      expect(digestOf(read(fileOf(document)) as never)).toBe(digestOf(document as never))
      expect(differenceOf(document as never, made as never)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('whatever differs between two of them is told, and nothing where nothing does', () => {
  fc.assert(
    fc.property(written, written, (one, other) => {
      const isSame = digestOf(JSON.parse(fileOf(one)) as never) === digestOf(JSON.parse(fileOf(other)) as never)
      expect(differenceOf(one as never, other as never).length === 0).toBe(isSame)
    }),
    { numRuns: 60 },
  )
})
