import { describe, expect, test } from 'vitest'
import { AssertionFailed } from '../model/assert.ts'
import { advance, begin, resume } from './advance.ts'
import type { FieldStore } from './fields.ts'
import { nextDeadline } from './state.ts'
import { around, Customer, field, flowOf, words } from './testing.ts'

const ask = (name: string, more: object = {}) => ({
  kind: 'ask-text',
  text: words(`${name}?`),
  field: name,
  next: 'end',
  ...more,
})
const end = { kind: 'end', text: words('Bye') }
const page = (value: string, mode: FieldStore[string]['mode'] = 'default') =>
  ({ value, trust: 'page', mode, source: 'page' }) as const

const simple = flowOf({ one: ask('a'), end }, { a: field('text', { max: 5 }) })
const choosing = flowOf(
  { one: { kind: 'ask-choice', text: words('Which?'), field: 'a', next: 'end' }, end },
  {
    a: field('choice', {
      choices: [
        { key: 'staff', label: words('Staff') },
        { key: 'other', label: words('Other') },
      ],
    }),
  },
)
const calling = (more: object = {}) =>
  flowOf(
    {
      one: { kind: 'call-http', url: 'https://a.jp/{a}', save: { b: '/b' }, failed: 'person', next: 'two', ...more },
      two: ask('c'),
      end,
    },
    { a: field('text'), b: field('number'), c: field('text') },
  )

describe('questions', () => {
  test('[FL1] the same input gives the same', () => {
    const before = new Customer(simple).state
    const twice = [0, 1].map(() => advance(simple, before, { type: 'said', text: 'hello' }, around))
    expect(twice[0]).toEqual(twice[1])
    expect(before.at.phase).toBe('asking')
  })

  test('[FL2] the state is plain data, and goes on with its version only', () => {
    const { state } = new Customer(simple)
    const read = JSON.parse(JSON.stringify(state))
    expect(read).toEqual(state)
    expect(() => advance({ ...simple, version: '2' }, read, { type: 'said', text: 'x' }, around)).toThrow(
      AssertionFailed,
    )
    expect(advance(simple, read, { type: 'said', text: 'x' }, around).state.at.phase).toBe('ended')
  })

  test('[FL3] an answer goes into its field; one that does not fit is asked again with the reason', () => {
    const ann = new Customer(simple).says('too long a text')
    expect(ann.question).toMatchObject({ text: 'a?', problem: 'Please write at most 5 characters.' })
    expect(ann.says('fine').state.fields.a).toEqual({
      value: 'fine',
      trust: 'visitor',
      mode: 'default',
      source: 'step:one',
    })
    expect(ann.state.at).toMatchObject({ phase: 'ended', outcome: 'solved' })
  })

  test.each([
    [{}, 3, 'ended person'],
    [{ tries: 1 }, 1, 'ended person'],
    [{ tries: 2, otherwise: 'end' }, 2, 'ended end'],
  ])('[FL4] after %j it is given up', (more, count, place) => {
    const ann = new Customer(flowOf({ one: ask('a', more), end }, { a: field('text', { max: 1 }) }))
    for (let i = 1; i < count; i++) expect(ann.says('xx').place).toBe('one')
    expect(ann.says('xx').place).toBe(place)
  })

  test('[FL5] silence is asked after without a reason, at the very second', () => {
    const ann = new Customer(
      flowOf({ one: ask('a', { waitSeconds: 10, hint: words('Hint') }), end }, { a: field('text') }),
    )
    expect(nextDeadline(ann.state)).toBe(around.now + 10_000)
    expect(ann.waits(9).effects).toEqual([])
    expect(ann.waits(1).question).toMatchObject({ text: 'a?', problem: '' })
    expect(ann.waits(10).place).toBe('one')
    expect(ann.waits(10).place).toBe('ended person')
    expect(nextDeadline(ann.state)).toBeNull()
  })

  test('[FL6] [S4.2] what is known is skipped once, then asked', () => {
    const flow = flowOf(
      { one: ask('a', { next: 'two' }), two: ask('b', { next: 'one' }) },
      { a: field('text'), b: field('text') },
    )
    const ann = new Customer(flow, { fields: { a: page('known') } })
    expect(ann.place).toBe('two')
    expect(ann.says('x').place).toBe('one')
    expect(ann.says('new').state.fields.a).toMatchObject({ value: 'new', trust: 'visitor' })
  })

  test.each(['locked', 'hidden'] as const)('[FL6] what is %s is not asked for at all', (mode) => {
    const flow = flowOf(
      { one: ask('a', { next: 'two' }), two: ask('b', { next: 'one' }) },
      { a: field('text'), b: field('text') },
    )
    expect(new Customer(flow, { fields: { a: page('known', mode) } }).says('x').place).toBe('ended person')
  })
})

describe('a person', () => {
  test.each(['operator', 'Can I talk to a human, please?', 'オペレーターにつないでください', '担当者', '人と話したい'])(
    '[FL7] %s',
    (text) => {
      expect(new Customer(simple).says(text).place).toBe('ended person')
    },
  )

  test('[FL7] by button, and by the flow’s own words', () => {
    expect(new Customer(simple).hand({ type: 'wantsPerson' }).place).toBe('ended person')
    const own = { ...simple, personWords: ['お店の人'] }
    expect(new Customer(own).says('お店の人').place).toBe('ended person')
  })

  test('[FL7] by the key 0 where a choice is asked, and not within a number', () => {
    const phone = { ...around, channel: { forms: false, files: false, keypad: true } }
    const { state } = new Customer(choosing)
    expect(advance(choosing, state, { type: 'said', text: '０' }, phone).state.at).toMatchObject({ step: 'person' })
    const steps = {
      one: ask('a', { next: 'two' }),
      two: { kind: 'answer', question: 'a', helped: 'end', notHelped: 'person' },
      end,
    }
    const helped = new Customer(flowOf(steps, { a: field('text') })).says('x')
    helped.hand({ type: 'found', effect: 1, answers: [{ entry: 'e', title: '', text: 'A', score: 1 }] })
    expect(advance(helped.flow, helped.state, { type: 'said', text: '0' }, phone).state.person).toBe(true)
    const typing = new Customer(simple)
    expect(advance(simple, typing.state, { type: 'said', text: '0' }, phone).state.fields.a?.value).toBe('0')
  })

  test('[FL8] the words of a choice are that choice', () => {
    expect(new Customer(choosing).says('staff').state.fields.a?.value).toBe('staff')
    expect(new Customer(simple).says('staff').place).toBe('ended person')
  })

  test('[FL24] other words go on where a choice takes words, and what is sensitive is asked again', () => {
    const taking = (sensitive: boolean) =>
      flowOf(
        {
          one: { ...ask('a', { next: 'end' }), kind: 'ask-choice', inWords: { field: 'b', to: 'two' } },
          two: ask('c', { next: 'end' }),
          end,
        },
        {
          a: field('choice', { choices: [{ key: 'staff', label: { en: 'Staff', ja: '従業員' } }] }),
          b: field('text', { sensitive }),
          c: field('text'),
        },
      )
    const said = new Customer(taking(false)).says('How much is delivery?')
    expect([said.place, said.state.fields.b?.value, said.state.fields.a]).toEqual([
      'two',
      'How much is delivery?',
      undefined,
    ])
    expect(new Customer(taking(false)).says('staff').place).toBe('ended end')
    const secret = new Customer(taking(true)).says('my number')
    expect([secret.place, secret.state.fields.b]).toEqual(['one', undefined])
  })

  test('[FL9] asked for again on the way, it is an answer that does not fit', () => {
    const flow = flowOf(
      { one: ask('a'), person: ask('b', { tries: 2, otherwise: 'end' }), end },
      { a: field('text'), b: field('text') },
    )
    const ann = new Customer(flow).says('operator')
    expect(ann.place).toBe('person')
    expect(ann.says('operator').place).toBe('person')
    expect(ann.says('operator').place).toBe('ended end')
  })
})

describe('what comes too late', () => {
  test('[FL10] an answer to an earlier question, or after the end', () => {
    const ann = new Customer(simple).says('too long a text')
    expect(ann.hand({ type: 'said', text: 'x', ask: 1 }).effects).toEqual([])
    expect(ann.state.fields).toEqual({})
    ann.hand({ type: 'said', text: 'x', ask: 2 })
    const over = ann.state
    for (const input of [{ type: 'said', text: 'y' }, { type: 'wantsPerson' }, { type: 'timePassed' }] as const)
      expect(ann.hand(input).state).toBe(over)
  })

  test('[FL10] the end of an effect that is not awaited', () => {
    const ann = new Customer(calling(), { fields: { a: page('x') } })
    const before = ann.state
    expect(ann.hand({ type: 'called', effect: 7, result: { status: 200, body: { b: 1 } } }).state).toBe(before)
    ann.hand({ type: 'called', effect: 1, result: { status: 200, body: { b: 1 } } })
    expect(ann.place).toBe('two')
    expect(ann.hand({ type: 'called', effect: 1, result: { status: 200, body: { b: 2 } } }).state.fields.b?.value).toBe(
      1,
    )
  })

  test('[FL11] said while a server is asked, only the wish for a person is heard', () => {
    const ann = new Customer(calling())
    expect(ann.says('hello?').place).toBe('calling one')
    expect(ann.heard).toBe('hello?')
    expect(ann.says('operator').place).toBe('ended person')
  })
})

describe('calls', () => {
  const failed = { type: 'called', effect: 1, result: { failed: 'timeout' } } as const

  test('[FL12] further attempts have the same key, after rests that double', () => {
    const ann = new Customer(calling({ attempts: 3 }))
    const key = ann.call!.key
    expect(key).toBe('cnt_1.1')
    ann.hand(failed)
    expect([ann.place, ann.call]).toEqual(['resting one', undefined])
    expect(ann.waits(1).call?.key).toBe(key)
    ann.hand(failed)
    expect(ann.waits(1).call).toBeUndefined()
    expect(ann.waits(1).call?.key).toBe(key)
    expect(ann.hand(failed).place).toBe('ended person')
  })

  test.each([400, 403, 404, 422])('[FL12] %i is final', (status) => {
    expect(new Customer(calling()).hand({ type: 'called', effect: 1, result: { status, body: null } }).place).toBe(
      'ended person',
    )
  })

  test('[FL12] an answer that never comes ends its attempt after the time-out', () => {
    const ann = new Customer(calling({ timeoutSeconds: 3, attempts: 1 }))
    expect(ann.call?.timeoutMs).toBe(3_000)
    expect(ann.waits(4).place).toBe('calling one')
    expect(ann.waits(1).place).toBe('ended person')
  })

  test('[FL13] the default in the place of an answer', () => {
    const ann = new Customer(calling({ failed: undefined, default: { b: 5 }, attempts: 1 })).hand(failed)
    expect([ann.place, ann.state.fields.b?.value]).toEqual(['two', 5])
  })

  test.each([{}, { b: '1' }, { c: 1 }, null, 7, [1]])('[FL13] %j is no answer', (body) => {
    const ann = new Customer(calling({ save: { b: '/b' } })).hand({
      type: 'called',
      effect: 1,
      result: { status: 200, body },
    })
    expect([ann.place, ann.state.fields]).toEqual(['ended person', {}])
  })

  test('[FL13] a place in the answer is looked up in what the server sent, not in what every object has', () => {
    const flow = calling({ save: { c: '/constructor/name' } })
    expect(new Customer(flow).hand({ type: 'called', effect: 1, result: { status: 200, body: {} } }).place).toBe(
      'ended person',
    )
  })

  test('[FL14] after a restart it is made again, the same', () => {
    const ann = new Customer(calling(), { fields: { a: page('x y/ü') } })
    expect(ann.call?.url).toBe('https://a.jp/x%20y%2F%C3%BC')
    expect(resume(calling(), ann.state, around)).toEqual(ann.effects)
    const asked = new Customer(simple)
    expect(resume(simple, asked.state, around)).toEqual([])
  })
})

describe('what is sensitive', () => {
  const flow = flowOf(
    {
      one: ask('secret.word', { next: 'two' }),
      two: {
        kind: 'call-http',
        method: 'POST',
        url: 'https://a.jp/',
        body: { it: '{secret.word}' },
        failed: 'person',
        next: 'three',
      },
      three: { kind: 'say', text: words('Got {secret.word}'), next: 'end' },
      end,
    },
    { 'secret.word': field('text', { sensitive: true, pattern: '\\d{8}' }) },
  )

  test('[FL15] it is masked in what is kept, right or wrong, and goes into the call', () => {
    const ann = new Customer(flow).says('1234567')
    expect([ann.heard, JSON.stringify(ann.state).includes('1234567')]).toEqual(['••••', false])
    ann.says('12345678')
    expect([ann.heard, ann.call?.body]).toEqual(['••••', { it: '12345678' }])
    expect(JSON.stringify(ann.state)).not.toContain('12345678')
    ann.hand({ type: 'called', effect: 1, result: { status: 200, body: null } })
    expect(ann.effects[0]).toMatchObject({ type: 'say', text: 'Got •••• 5678' })
  })

  test('[FL15] whatever it comes as', () => {
    const number = '1234567'
    for (const input of [
      { type: 'chosen', key: number },
      { type: 'sent', file: { file: number, name: number, type: number, bytes: 1 } },
      { type: 'filled', values: { 'secret.word': number, [number]: number } },
    ] as const) {
      const ann = new Customer(flow).hand(input)
      expect([ann.heard, JSON.stringify(ann.state)].join()).not.toContain(number)
    }
  })

  test('[FL15] what is looked up in the knowledge is masked as well', () => {
    const steps = {
      one: ask('a', { next: 'two' }),
      two: { kind: 'answer', question: 'a', helped: 'end', notHelped: 'person' },
      end,
    }
    const ann = new Customer(flowOf(steps, { a: field('text', { sensitive: true }) })).says('the word is hunter2')
    expect(ann.effects).toMatchObject([{ type: 'search', text: '••••' }])
    ann
      .hand({ type: 'found', effect: 1, answers: [{ entry: 'e', title: '', text: 'A', score: 1 }] })
      .says('hunter2 again')
    expect([ann.heard, JSON.stringify([ann.state, ann.effects])].join()).not.toContain('hunter2')
    const ben = new Customer(flowOf(steps, { a: field('text') })).says('x')
    ben.hand({ type: 'found', effect: 1, answers: [{ entry: 'e', title: '', text: 'A', score: 1 }] })
    expect(JSON.stringify(ben.says('is 4242424242424242 mine').state)).not.toContain('4242424242424242')
  })

  test('[FL16] such a call is volatile: neither repeated nor made again', () => {
    const ann = new Customer(flow).says('12345678')
    expect(ann.call?.volatile).toBe(true)
    expect(resume(flow, ann.state, around)).toEqual([])
    expect(ann.hand({ type: 'called', effect: 1, result: { failed: 'timeout' } }).place).toBe('ended person')
  })

  test('[FL17] numbers of payment cards are masked where nobody asked', () => {
    const ann = new Customer(flowOf({ one: ask('a'), end }, { a: field('text') })).says('mine is 4242-4242-4242-4242!')
    expect([ann.heard, ann.state.fields.a?.value]).toEqual(['mine is •••• 4242!', 'mine is •••• 4242!'])
  })
})

describe('[FL18] forms', () => {
  const form = {
    kind: 'form',
    text: words('Tell us'),
    inputs: [{ field: 'a' }, { field: 'b', optional: true }],
    next: 'end',
  }
  const flow = flowOf({ one: form, end }, { a: field('text'), b: field('number') })

  test('[S4.2] [S4.4] as one question, with what is wrong beside it', () => {
    const ann = new Customer(flow, { fields: { a: page('Ann', 'locked') } })
    expect(ann.question?.inputs.map(({ field: name, known, locked }) => [name, known, locked])).toEqual([
      ['a', 'Ann', true],
      ['b', '', false],
    ])
    ann.hand({ type: 'filled', values: { a: 'Bob', b: 'many' } })
    expect(ann.question?.inputs[1]).toMatchObject({ problem: 'Please give a number.' })
    expect(ann.hand({ type: 'filled', values: { b: '' } }).state.fields).toMatchObject({ a: { value: 'Ann' } })
    expect(ann.place).toBe('ended end')
  })

  test('one after the other where the channel shows none', () => {
    const messenger = { ...around, channel: { ...around.channel, forms: false } }
    const { state, effects } = begin(flow, { id: 'x', locale: 'en', fields: { a: page('Ann') } }, messenger)
    expect(effects).toMatchObject([
      { type: 'say', text: 'Tell us' },
      { type: 'ask', question: { kind: 'number' } },
    ])
    expect(advance(flow, state, { type: 'chosen', key: 'skip' }, messenger).state.at.phase).toBe('ended')
  })
})

describe('[FL19] answers of the knowledge', () => {
  const flow = flowOf(
    { one: ask('a', { next: 'two' }), two: { kind: 'answer', question: 'a', helped: 'end', notHelped: 'person' }, end },
    { a: field('text') },
  )
  const found = (...scores: number[]) =>
    scores.map((score, at) => ({ entry: `e${at}`, title: '', text: `Answer ${at}`, score }))

  test('the best is said, then the next', () => {
    const ann = new Customer(flow).says('shipping?')
    expect(ann.effects).toEqual([{ type: 'search', effect: 1, text: 'shipping?', locale: 'en', count: 2 }])
    ann.hand({ type: 'found', effect: 1, answers: found(0.9, 0.5) })
    expect(ann.effects[0]).toMatchObject({ type: 'say', text: 'Answer 0' })
    expect(ann.says('no').effects[1]).toMatchObject({ type: 'say', text: 'Answer 1' })
    expect(ann.says('yes').place).toBe('ended end')
  })

  test('[FL23] what became of each is told', () => {
    const answered = (ann: Customer) => ann.effects.filter(({ type }) => type === 'answered')
    const told = (entry: string, outcome: string) => ({ type: 'answered', entry, outcome })
    const ann = new Customer(flow).says('x').hand({ type: 'found', effect: 1, answers: found(0.9, 0.5) })
    expect(answered(ann)).toEqual([told('e0', 'said')])
    expect(answered(ann.says('no'))).toEqual([told('e0', 'notHelped'), told('e1', 'said')])
    expect(answered(ann.says('yes'))).toEqual([told('e1', 'helped')])
    const ben = new Customer(flow).says('x').hand({ type: 'found', effect: 1, answers: found(0.3) })
    expect(answered(ben)).toEqual([told('', 'none')])
  })

  test('what speaks of too little is not said, and nobody waits for a search that never ends', () => {
    expect(new Customer(flow).says('x').hand({ type: 'found', effect: 1, answers: found(0.39) }).place).toBe(
      'ended person',
    )
    expect(new Customer(flow).says('x').waits(30).place).toBe('ended person')
  })

  test('who says neither yes nor no has asked something else', () => {
    const ann = new Customer(flow).says('x').hand({ type: 'found', effect: 1, answers: found(0.9) })
    expect(ann.says('what about abroad?').effects).toMatchObject([
      { type: 'search', effect: 2, text: 'what about abroad?' },
    ])
  })
})
