/** Hours, overflow, wrap-up and parking as they are written in the configuration file. */
import { describe, expect, test } from 'vitest'
import { load, refusalOf, shop, words } from './config-testing.ts'
import { seconds } from './model/time.ts'

const counter = {
  id: 'counter',
  zone: 'Asia/Tokyo',
  week: { mon: ['09:00-12:00', '13:00-18:00'], tue: ['09:00-18:00'] },
  holidays: [],
  dates: { '2026-12-31': ['09:00-12:00'] },
}
const file = (queue: object, calendars: readonly object[] = [counter]) => ({
  sites: [shop],
  calendars,
  queues: [
    { id: 'orders', name: words, ...queue },
    { id: 'late', name: words },
  ],
})
const rulesOf = (queue: object) => load({}, file(queue)).organisation.queues[0]!.rules
const crowded = { name: 'crowded', when: { waiting: 50 }, to: { queue: 'late' } }

describe('a queue', () => {
  test('has what the floor has where nothing is said', () => {
    expect(rulesOf({})).toMatchObject({
      wrapUp: 'timed',
      wrapUpUnits: null,
      parkAfterMs: null,
      overflow: [],
      lengthMax: null,
    })
    expect(load({}, file({})).organisation.queues[0]).not.toHaveProperty('calendar')
  })

  test('may have a scorer, of whom the floor learns how long to wait and no more', () => {
    const url = 'https://scorer.example.jp/scores'
    const queue = (scorer: object) => load({}, file({ scorer })).organisation.queues[0]!
    expect(queue({ url }).scorer).toEqual({ url })
    expect(queue({ url }).rules.scoring).toEqual({ timeoutMs: 300, candidatesMax: 50 })
    expect(JSON.stringify(queue({ url }).rules)).not.toContain('example')
    const said = { timeoutMs: 50, candidatesMax: 200 }
    expect(queue({ url, ...said }).rules.scoring).toEqual(said)
    expect(rulesOf({})).not.toHaveProperty('scoring')
    for (const wrong of ['ftp://a.example', 'https://me:pw@a.example', 'nowhere', 'https://a.example/#x'])
      expect(refusalOf({}, file({ scorer: { url: wrong } }))).toContain('queues/0/scorer/url')
  })

  test('says how its work is done', () => {
    const said = { wrapUp: 'optional', wrapUpUnits: 10, wrapUpExtensionSeconds: 30, wrapUpExtensionsMax: 1 }
    const parked = { parkAfterSeconds: 600, parkedPercent: 40, lengthMax: 80 }
    expect(rulesOf({ ...said, ...parked })).toMatchObject({
      wrapUp: 'optional',
      wrapUpUnits: 10,
      wrapUpExtensionMs: seconds(30),
      wrapUpExtensionsMax: 1,
      parkAfterMs: seconds(600),
      parkedPercent: 40,
      lengthMax: 80,
    })
  })

  test('sends contacts on by rules, each with its end', () => {
    const overflow = [
      { ...crowded, alsoWaiting: true },
      { name: 'slow', when: { expectedWaitSeconds: 600, until: 300 }, to: { way: 'bot', orElse: 'form' } },
      { name: 'empty', when: { staffedBelow: 2 }, to: { queue: 'late' } },
      { name: 'closed', when: { closed: true }, to: { way: 'form' } },
    ]
    expect(rulesOf({ overflow, waitMaxSeconds: 900, waitMaxTo: { queue: 'late' } })).toMatchObject({
      overflow: [
        {
          name: 'crowded',
          when: { measure: 'waiting', above: 50, until: 40 },
          to: { queue: 'que_late' },
          waiting: true,
        },
        {
          when: { measure: 'expectedWait', aboveMs: seconds(600), untilMs: seconds(300) },
          to: { way: 'form' },
          waiting: false,
        },
        { when: { measure: 'staffed', below: 2, until: 2 } },
        { when: { measure: 'closed' }, to: { way: 'form' } },
      ],
      waitMaxMs: seconds(900),
      waitMaxTo: { queue: 'que_late' },
    })
  })

  test('says how customers who do not wait in person are called', () => {
    const said = { callBackMode: 'customer-first', joinSeconds: 90, callsMax: 2, callGapSeconds: 30 }
    expect(rulesOf(said).callBack).toEqual({
      mode: 'customer-first',
      joinMs: seconds(90),
      attemptsMax: 2,
      gapMs: seconds(30),
    })
    expect(rulesOf({}).callBack).toMatchObject({ mode: 'agent-first', attemptsMax: 3 })
    expect(rulesOf({ overflow: [{ ...crowded, to: { way: 'callBack' } }] }).overflow[0]?.to).toEqual({
      way: 'callBack',
    })
  })

  test('says until when whoever waits for an answer is not late', () => {
    const replyOf = (more: object) => load({}, file(more)).organisation.queues[0]!.replyMs
    expect(replyOf({ replySeconds: 90 })).toBe(seconds(90))
    expect(replyOf({})).toBeUndefined()
  })

  test('has a calendar', () => {
    const { calendar } = load({}, file({ calendar: 'counter' })).organisation.queues[0]!
    expect(calendar).toMatchObject({
      zone: 'Asia/Tokyo',
      holidays: [],
      week: { tue: [{ from: 540, to: 1_080 }], sun: [] },
    })
    expect(calendar?.dates).toEqual({ '2026-12-31': [{ from: 540, to: 720 }] })
  })
})

test.each<[string, object, readonly object[] | undefined, string]>([
  ['calendar', { calendar: 'nights' }, undefined, 'one of the calendars: counter'],
  ['zone', {}, [{ ...counter, zone: 'Asia/Nowhere' }], 'a time zone such as Asia/Tokyo'],
  ['span', {}, [{ ...counter, week: { mon: ['18:00-09:00'] } }], 'a span within one day such as 09:00-12:30'],
  ['day', {}, [{ ...counter, week: { monday: [] } }], 'known are: mon, tue'],
  ['date', {}, [{ ...counter, dates: { '2026-02-30': [] } }], 'a date such as 2026-12-31'],
  ['two calendars', {}, [counter, counter], 'different from all others in the list'],
  ['own queue', { overflow: [{ ...crowded, to: { queue: 'orders' } }] }, undefined, 'another of the queues: late'],
  ['no target', { overflow: [{ ...crowded, to: {} }] }, undefined, 'either a queue or a way'],
  [
    'two targets',
    { overflow: [{ ...crowded, to: { queue: 'late', way: 'form' } }] },
    undefined,
    'either a queue or a way',
  ],
  ['bot alone', { overflow: [{ ...crowded, to: { way: 'bot' } }] }, undefined, 'for those whom no bot can take'],
  ['form or else', { overflow: [{ ...crowded, to: { way: 'form', orElse: 'form' } }] }, undefined, 'if the way is bot'],
  [
    'two measures',
    { overflow: [{ ...crowded, when: { waiting: 1, closed: true } }] },
    undefined,
    'exactly one of waiting',
  ],
  ['no measure', { overflow: [{ ...crowded, when: { until: 1 } }] }, undefined, 'exactly one of waiting'],
  ['until', { overflow: [{ ...crowded, when: { waiting: 5, until: 6 } }] }, undefined, '5 at most'],
  ['until', { overflow: [{ ...crowded, when: { staffedBelow: 5, until: 4 } }] }, undefined, '5 at least'],
  ['two rules', { overflow: [crowded, crowded] }, undefined, 'different from all others in the list'],
  ['waitMaxTo', { waitMaxSeconds: 60 }, undefined, 'there if waitMaxSeconds is, and only then'],
  ['wrapUp', { wrapUp: 'sometimes' }, undefined, 'one of timed, untimed, optional, none'],
])('%s that cannot be used is named with what is allowed', (_, queue, calendars, said) => {
  expect(refusalOf({}, file(queue, calendars))).toContain(said)
})
