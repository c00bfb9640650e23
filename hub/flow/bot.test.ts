/** A bot of the company's own behind a step: what it is told, what it may do, and what becomes of the customer when it fails. */
import { describe, expect, test } from 'vitest'
import { readBotAnswer, type BotAction, type TellBot } from './bot-talk.ts'
import { resume } from './advance.ts'
import { Customer, field, flowOf, words } from './testing.ts'
import type { FlowState } from './state.ts'

const flow = (more: object = {}) =>
  flowOf(
    {
      one: { kind: 'bot', bot: 'shop', fields: ['a', 'pin'], save: ['a', 'n', 'pin'], ...more },
      ...(Object.values(more).includes('end') && { end: { kind: 'end' } }),
    },
    { a: field('text'), n: field('number'), pin: field('text', { sensitive: true }), other: field('text') },
  )

/** Somebody at the bot, with the means to answer as it. */
class AtBot extends Customer {
  get told(): readonly TellBot[] {
    return this.effects.filter((effect) => effect.type === 'tellBot')
  }

  answers(...actions: object[]): this {
    return this.result({ status: 200, body: actions.length === 0 ? null : { actions } })
  }

  result(result: { status: number; body: unknown } | { failed: 'timeout' | 'unreachable' | 'malformed' }): this {
    const { at } = this.state
    return this.hand({ type: 'called', effect: at.phase === 'calling' ? at.effect : 0, result })
  }

  botSays(request: string, ...actions: BotAction[]): this {
    return this.hand({ type: 'botSaid', bot: 'shop', request, actions })
  }

  get said(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []))
  }
}
const unknown = { 'bot-key': 1 }
const reloaded = (state: FlowState): FlowState => JSON.parse(JSON.stringify(state)) as FlowState

describe('[FL28] what it is told', () => {
  test('that a contact has come, with the fields of the step and no others, masked where they are', () => {
    const fields = {
      a: { value: 'Ann', trust: 'page', mode: 'default', source: 'page' },
      pin: { value: '••••', trust: 'visitor', mode: 'default', source: 'step:x', masked: true },
      other: { value: 'secret', trust: 'page', mode: 'default', source: 'page' },
    } as const
    const ann = new AtBot(flow(), { locale: 'ja', fields })
    expect(ann.told).toEqual([
      {
        type: 'tellBot',
        effect: 1,
        key: 'cnt_1.1',
        bot: 'shop',
        event: { effect: 1, type: 'began' },
        locale: 'ja',
        fields: { a: { value: 'Ann', trust: 'page' }, pin: { value: '••••', trust: 'visitor' } },
        timeoutMs: 10_000,
      },
    ])
  })

  test('one thing after the other: what is said meanwhile waits for the answer', () => {
    const ann = new AtBot(flow()).answers({ say: 'Hello.' })
    expect(ann.says('first').told).toMatchObject([{ key: 'cnt_1.2', event: { type: 'said', text: 'first' } }])
    expect(ann.says('second').effects).toEqual([])
    ann.hand({ type: 'sent', file: { file: 'att_1', name: 'a.png', type: 'image/png', bytes: 5 } })
    expect(ann.answers({ say: 'One.' }).said).toEqual(['One.'])
    expect(ann.told).toMatchObject([{ key: 'cnt_1.3', event: { text: 'second' } }])
    expect(ann.answers().told).toMatchObject([{ key: 'cnt_1.4', event: { type: 'sent', file: { name: 'a.png' } } }])
    expect(ann.answers({ say: 'Three.' }).state.at.phase).toBe('listening')
  })

  test('again under the same key until it has answered, also after a restart, with what waits behind it', () => {
    const ann = new AtBot(flow()).answers({ say: 'Hello.' }).says('first')
    const [first] = ann.told
    ann.says('second')
    ann.state = reloaded(ann.state)
    expect(resume(ann.flow, ann.state, ann.around)).toEqual([first])
    ann.result({ failed: 'timeout' })
    expect(ann.effects).toEqual([])
    expect(ann.says('third').state.at.phase).toBe('resting')
    expect(resume(ann.flow, ann.state, ann.around)).toEqual([])
    expect(ann.waits(1).told).toEqual([first])
    expect(ann.answers().told).toMatchObject([{ event: { text: 'second' } }])
    expect(ann.answers().told).toMatchObject([{ event: { text: 'third' } }])
  })

  test('nothing of what a card says, and no more than twenty things at once', () => {
    const ann = new AtBot(flow()).says('card 4242424242424242')
    for (let n = 0; n < 40; n++) ann.says(`more ${n}`)
    expect(JSON.stringify(ann.state)).not.toContain('42424242')
    expect(JSON.stringify(ann.state).match(/more \d+/g)).toHaveLength(18)
  })
})

describe('[FL25] what it may do', () => {
  test('say, and ask with choices, which are told as chosen, pressed or typed', () => {
    const choices = [
      { key: 'r', label: 'A return' },
      { key: 'p', label: 'Operator' },
    ]
    const ann = new AtBot(flow()).answers({ say: 'Hello.' }, { ask: 'What is it?', choices })
    expect(ann.question).toMatchObject({ text: 'What is it?', kind: 'choice', choices })
    const chosen = { type: 'chose', choice: 'r', text: 'A return' }
    expect(ann.hand({ type: 'chosen', key: 'r' }).told).toMatchObject([{ event: chosen }])
    expect(ann.heard).toBe('A return')
    // Words of a choice are that choice, also where they ask for a person.
    ann.answers({ ask: 'What is it?', choices })
    expect(ann.says('operator').told).toMatchObject([{ event: { type: 'chose', choice: 'p' } }])
    ann.answers({ ask: 'What is it?', choices })
    expect(ann.hand({ type: 'chosen', key: 'made-up' }).effects).toEqual([])
  })

  test('set what the step lets it set, if it fits and nobody more trusted has said it', () => {
    const a = { value: 'Ann', trust: 'visitor', mode: 'default', source: 'step:x' } as const
    const ann = new AtBot(flow(), { fields: { a } })
    ann.answers(
      { setFields: { a: 'Eve', n: 7, other: 'x', made: 'up' }, confidence: 0.5 },
      { setFields: { n: 'no number' } },
    )
    expect(ann.state.fields).toEqual({
      a,
      n: { value: 7, trust: 'inferred', mode: 'default', source: 'bot:shop', confidence: 0.5 },
    })
    expect(ann.answers({ setFields: { pin: '1234' } }).state.fields).not.toHaveProperty('pin')
    const ben = new AtBot(flow()).answers({ setFields: { pin: '1234' } })
    expect(ben.state.fields['pin']).toMatchObject({ value: '••••', masked: true })
  })

  test('hand over to a queue that there is, or to a person', () => {
    const skills = { tax: 3 }
    const ann = new AtBot(flow(), { fields: { a: { value: 'x', trust: 'page', mode: 'default', source: 'page' } } })
    ann.around = {
      ...ann.around,
      queue: (key) => (key === 'desk' ? { waiting: 0, staffed: 1, expectedWaitSeconds: null } : null),
    }
    ann.answers({ say: 'Bye.' }, { handOver: { queue: 'desk', skills, fields: ['a'] } })
    expect(ann.effects.at(-1)).toMatchObject({
      type: 'queue',
      queue: 'desk',
      skills: [{ skill: 'tax', level: 3 }],
      fields: [{ name: 'a' }],
    })
    expect(ann.place).toBe('ended one')
    for (const handOver of [{}, { queue: 'gone' }])
      expect(new AtBot(flow()).answers({ handOver }).place).toBe('ended person')
  })

  test('end, which leads where the step says', () => {
    expect(new AtBot(flow()).answers({ end: { solved: false } }).state.at).toMatchObject({ outcome: 'unsolved' })
    expect(new AtBot(flow({ next: 'end' })).answers({ end: {} }).place).toBe('ended end')
  })

  test.each([
    { actions: [{ say: 7 }] },
    { actions: [{ say: 'x' }, { shout: 'x' }] },
    { actions: [{ say: 'x', ask: 'y' }] },
    { actions: [{ ask: 'x', choices: [{ key: '<b>', label: 'x' }] }] },
    { actions: [{ end: {} }, { say: 'x' }] },
    { actions: [{ ask: 'x' }, { ask: 'y' }] },
    { actions: [{ handOver: { queue: 'a', level: 2 } }] },
    { actions: Array.from({ length: 21 }, () => ({ say: 'x' })) },
    { actions: [{ setFields: { __proto__x: 'y' } }] },
    { actions: [null] },
    { actions: {} },
    { say: 'x' },
    'x',
    [],
    unknown,
  ])('what is not that is nothing at all: %#', (body) => {
    expect(readBotAnswer(body)).toBeNull()
    const ann = new AtBot(flow({ failed: 'end' })).result({ status: 200, body })
    expect([ann.said, ann.place]).toEqual([[], 'ended end'])
  })
})

describe('[FL26] a bot that fails', () => {
  test('is tried as often as the step says, with rests that double, then it goes to a person', () => {
    const ann = new AtBot(flow())
    expect(ann.result({ status: 500, body: null }).waits(1).told).toHaveLength(1)
    expect(ann.result({ failed: 'unreachable' }).waits(1).told).toHaveLength(0)
    expect(ann.waits(1).told).toHaveLength(1)
    expect(ann.result({ failed: 'timeout' }).place).toBe('ended person')
  })

  test('is not asked again for what it has refused', () => {
    expect(new AtBot(flow()).result({ status: 404, body: null }).place).toBe('ended person')
  })

  test('that has taken the event, and says nothing, has a while to do so', () => {
    const ann = new AtBot(flow({ waitSeconds: 30, failed: 'end' })).answers()
    expect(ann.waits(29).place).toBe('listening one')
    expect(ann.waits(1).place).toBe('ended end')
    // Once it has spoken it is the customer's turn, for as long as they like.
    const ben = new AtBot(flow({ waitSeconds: 30 })).answers({ say: 'Hello.' })
    expect(ben.waits(3_600).place).toBe('listening one')
  })

  test('when the hub died with the answer, the deadline comes in its place', () => {
    expect(new AtBot(flow({ attempts: 1 })).waits(12).place).toBe('ended person')
  })
})

describe('[FL27] what it sends by itself', () => {
  test('is taken once', () => {
    const ann = new AtBot(flow()).answers().botSays('r1', { say: 'Found it.' })
    expect(ann.said).toEqual(['Found it.'])
    expect(ann.botSays('r1', { say: 'Found it.' }).effects).toEqual([])
    expect(ann.botSays('r2', { ask: 'Which?' }).question).toMatchObject({ text: 'Which?' })
    expect(ann.botSays('r1', { say: 'Found it.' }).effects).toEqual([])
  })

  test('is said while something is on its way, which is awaited all the same; an open question stands', () => {
    const ann = new AtBot(flow()).answers({ ask: 'Which?' })
    expect(ann.botSays('r1', { say: 'Take your time.' }).said).toEqual(['Take your time.'])
    expect(ann.place).toBe('one')
    ann.says('this one')
    expect(ann.botSays('r2', { say: 'Let me see.' }).said).toEqual(['Let me see.'])
    expect(ann.answers({ say: 'Good.' }).said).toEqual(['Good.'])
    expect(ann.botSays('r3', { end: {} }).place).toBe('ended one')
  })

  test('is nothing to another bot, after its end, or at another step', () => {
    const ann = new AtBot(flow()).answers({ say: 'Hello.' })
    expect(ann.hand({ type: 'botSaid', bot: 'other', request: 'r', actions: [{ say: 'x' }] }).effects).toEqual([])
    ann.hand({ type: 'wantsPerson' })
    expect(ann.botSays('r', { say: 'x' }).effects).toEqual([])
    const ben = new AtBot(
      flowOf({ one: { kind: 'ask-text', text: words('Name?'), field: 'a', next: 'person' } }, { a: field('text') }),
    )
    expect(ben.botSays('r', { say: 'x' }).effects).toEqual([])
  })
})
