/** A flow file with each kind of mistake gets an error that names the line and how to mend it. */
import { describe, expect, test } from 'vitest'
import { faultLine } from './faults.ts'
import { readFlow } from './read-flow.ts'
import { stepKindNames } from './steps/index.ts'
import { field, words, written } from './testing.ts'

/** Faults of a document, as people read them. */
function faultsOf(document: unknown, known = {}): string[] {
  const read = readFlow(typeof document === 'string' ? document : JSON.stringify(document, null, 2), known)
  return 'faults' in read ? read.faults.map(faultLine) : []
}

const said = { kind: 'say', text: words('Hello'), next: 'person' }
const fields = {
  name: field('text'),
  count: field('number'),
  day: field('date'),
  paid: field('yesNo'),
  topic: field('choice', {
    choices: [
      { key: 'a', label: words('Apple') },
      { key: 'b', label: words('Banana') },
    ],
  }),
  photo: field('file'),
}
const ask = (kind: string, name: string, more: object = {}) => ({
  kind,
  text: words('?'),
  field: name,
  next: 'person',
  ...more,
})
const faultsOfStep = (step: object, more: object = {}): string[] =>
  faultsOf(written({ one: step }, { fields, ...more }))

test('a sound flow has none', () => {
  expect(faultsOf(written({ one: said }))).toEqual([])
})

describe('[FF1] what stands at the wrong place is told with its line, all of it', () => {
  test('each fault, in the order of lines', () => {
    const document = written({ one: { ...said, next: 'persn' }, two: { kind: 'sya' } }, { version: 1 })
    expect(faultsOf(document)).toEqual([
      'line 3: "version" is 1; it must be a text of 1 to 40 characters, another one for each change, such as "2026-01-05".',
      'line 21: "persn" in "steps/one/next" is no step; did you mean "person"?',
      'line 24: "steps/two/kind" is "sya"; did you mean "say"?',
    ])
  })

  test.each<[string, unknown, string]>([
    [
      'no object',
      [],
      'line 1: the document is []; it must be a flow { "flow", "version", "title", "start", "person", "fields", "steps" }.',
    ],
    [
      'a step without a kind',
      written({ one: { next: 'person' } }),
      '"steps/one/kind" is missing; add one of say, ask-text, ask-choice',
    ],
    [
      'a step that is none',
      written({ one: [] as unknown as object }),
      '"steps/one" is []; it must be a step { "kind", … }.',
    ],
    [
      'an unknown kind',
      written({ one: { kind: 'shout' } }),
      '"steps/one/kind" is "shout"; write one of say, ask-text,',
    ],
    [
      'an unknown property',
      written({ one: { ...said, nxt: 'person' } }),
      '"steps/one/nxt" is not known here; did you mean "next"?',
    ],
    [
      'a missing property',
      written({ one: { kind: 'say', text: words('x') } }),
      '"steps/one/next" is missing; add the name of a step.',
    ],
    ['a name of a step', written({ 'One!': said }), '"steps/One!" is "One!"; it must be a name: steps by name'],
    ['no person', { ...written({ one: said }), person: undefined }, '"person" is missing; add the name of a step.'],
    [
      'a field without a type',
      written({ one: said }, { fields: { a: { label: words('x') } } }),
      '"fields/a/type" is missing; add one of text, number,',
    ],
    [
      'an unknown type',
      written({ one: said }, { fields: { a: field('numbr') } }),
      '"fields/a/type" is "numbr"; did you mean "number"?',
    ],
    [
      'a name of a field',
      written({ one: said }, { fields: { 'A b': field('text') } }),
      'it must be a name: fields by name, such as order.id.',
    ],
    [
      'tries out of bounds',
      written({ one: ask('ask-text', 'name', { tries: 0 }) }, { fields }),
      '"steps/one/tries" is 0; it must be tries, a whole number from 1 to 10.',
    ],
  ])('%s', (_, document, sentence) => {
    const faults = faultsOf(document)
    expect(faults.join('\n')).toContain(sentence)
    for (const fault of faults) expect(fault).toMatch(/^line \d+: .+; .+[.?]$/)
  })
})

describe('[FF2] what is named is there', () => {
  test.each<[string, object, string]>([
    ['a step', { ...said, next: 'nowhere' }, '"nowhere" in "steps/one/next" is no step; write one of person, one.'],
    [
      'a field that is asked for',
      ask('ask-text', 'nme'),
      '"nme" in "steps/one/field" is no field; did you mean "name"?',
    ],
    [
      'a field in a text',
      { ...said, text: { en: 'Hello {nane}', ja: 'x' } },
      '"nane" in "steps/one/text/en" is no field; did you mean "name"?',
    ],
    [
      'braces that are none',
      { ...said, text: { en: 'Hello {}', ja: 'x' } },
      '{} in "steps/one/text/en" is no field; name a field, such as {order.id}.',
    ],
    [
      'a field of a condition',
      { kind: 'branch', cases: [{ when: { field: 'x', known: true }, to: 'person' }], otherwise: 'person' },
      '"x" in "steps/one/cases/0/when/field" is no field',
    ],
    [
      'a step of a case',
      { kind: 'branch', cases: [{ when: { field: 'name', known: true }, to: 'x' }], otherwise: 'person' },
      '"x" in "steps/one/cases/0/to" is no step',
    ],
    ['a step of a choice', ask('ask-choice', 'topic', { to: { a: 'x' } }), '"x" in "steps/one/to/a" is no step'],
    [
      'a choice',
      ask('ask-choice', 'topic', { to: { c: 'person' } }),
      '"c" in "steps/one/to/c" is no choice of "topic"; write one of a, b.',
    ],
    [
      'yes or no',
      ask('ask-choice', 'paid', { to: { maybe: 'person' } }),
      '"maybe" in "steps/one/to/maybe" is no choice of "paid"; write one of yes, no.',
    ],
    [
      'a field of a form',
      { kind: 'form', text: words('x'), inputs: [{ field: 'x' }], next: 'person', otherwise: 'person' },
      '"x" in "steps/one/inputs/0/field" is no field',
    ],
    [
      'a field that is set',
      { kind: 'set', values: { x: 1 }, next: 'person' },
      '"x" in "steps/one/values/x" is no field',
    ],
    [
      'a field that is saved',
      { kind: 'call-http', url: 'https://a.jp/', save: { x: '/a' }, failed: 'person', next: 'person' },
      '"x" in "steps/one/save/x" is no field',
    ],
    ['a queue', { kind: 'hand-over', queue: 'desc' }, '"desc" in "steps/one/queue" is no queue; did you mean "desk"?'],
    [
      'a queue of a condition',
      {
        kind: 'branch',
        cases: [{ when: { queue: 'x', measure: 'waiting', above: 1 }, to: 'person' }],
        otherwise: 'person',
      },
      '"x" in "steps/one/cases/0/when/queue" is no queue; write one of desk.',
    ],
    [
      'a calendar',
      { kind: 'branch', cases: [{ when: { hours: 'x', open: true }, to: 'person' }], otherwise: 'person' },
      '"x" in "steps/one/cases/0/when/hours" is no calendar or queue; write one of office, desk.',
    ],
  ])('%s', (_, step, sentence) => {
    const faults = faultsOf(written({ one: step }, { fields }), { queues: ['desk'], calendars: ['office'] })
    expect(faults.join('\n')).toContain(sentence)
  })

  test('the start too', () => {
    expect(faultsOf({ ...written({ one: said }), start: 'on' })[0]).toContain(
      '"on" in "start" is no step; did you mean "one"?',
    )
  })
})

describe('[FF3] a field is used as its type allows', () => {
  const when = (condition: object) => ({
    kind: 'branch',
    cases: [{ when: condition, to: 'person' }],
    otherwise: 'person',
  })
  test.each<[string, object, string]>([
    [
      'ask-number of a text',
      ask('ask-number', 'name'),
      '"steps/one/field" needs a field of number, and "name" is text; name another field, or declare "name" as number.',
    ],
    ['ask-date of a number', ask('ask-date', 'count'), 'needs a field of date, and "count" is number'],
    ['ask-choice of a text', ask('ask-choice', 'name'), 'needs a field of choice or yesNo, and "name" is text'],
    ['ask-file of a text', ask('ask-file', 'name'), 'needs a field of file, and "name" is text'],
    [
      'ask-text of a number',
      ask('ask-text', 'count'),
      'needs a field of text or telephone or email or postcode, and "count" is number',
    ],
    [
      'a call-back to a name',
      { kind: 'call-back', queue: 'desk', telephone: 'name' },
      'needs a field of telephone, and "name" is text',
    ],
    [
      'a text as a number',
      { kind: 'set', values: { count: 'many' }, next: 'person' },
      '"many" in "steps/one/values/count" is no value of "count", which is number; write a number such as 3.',
    ],
    [
      'no choice',
      { kind: 'set', values: { topic: 'c' }, next: 'person' },
      '"c" in "steps/one/values/topic" is no value of "topic", which is choice; write one of a, b.',
    ],
    [
      'compared with no choice',
      when({ field: 'topic', is: 'c' }),
      '"c" in "steps/one/cases/0/when/is" is no value of "topic"',
    ],
    [
      'compared with a text',
      when({ field: 'paid', in: [true, 'yes'] }),
      '"yes" in "steps/one/cases/0/when/in/1" is no value of "paid", which is yesNo; write true or false.',
    ],
    ['a text above a number', when({ field: 'name', above: 3 }), 'needs a field of number, and "name" is text'],
    [
      'a number before a day',
      when({ field: 'count', before: 'today' }),
      'needs a field of date, and "count" is number',
    ],
    ['no test', when({ field: 'name' }), '"steps/one/cases/0/when" tests nothing; add exactly one of is, in, known,'],
    ['two tests', when({ field: 'count', above: 1, below: 3 }), 'tests above and below; add exactly one of'],
    [
      'a queue compared with nothing',
      when({ queue: 'desk', measure: 'waiting' }),
      'compares with nothing, or with two; add either "above" or "below".',
    ],
    ['no condition', when({ weather: 'fine' }), 'it must be { "field", "is" … }'],
    [
      'a day that is none',
      when({ field: 'day', before: '2026-02-30' }),
      'is "2026-02-30"; it must be a date such as 2026-12-31, or today',
    ],
    [
      'GET with a body',
      { kind: 'call-http', url: 'https://a.jp/', body: { a: '{name}' }, failed: 'person', next: 'person' },
      'is never sent with GET; add "method": "POST", or remove it.',
    ],
    [
      'neither default nor failed',
      { kind: 'call-http', url: 'https://a.jp/', next: 'person' },
      'says not what happens when no answer comes; add either "default" or "failed".',
    ],
    [
      'both',
      { kind: 'call-http', url: 'https://a.jp/', default: { count: 1 }, failed: 'person', next: 'person' },
      'says twice what happens',
    ],
  ])('%s', (_, step, sentence) => {
    expect(faultsOfStep(step).join('\n')).toContain(sentence)
  })

  test.each<[string, object, string]>([
    [
      'text',
      field('text', { min: 5, max: 3 }),
      'it asks for 5 characters at least and 3 at most; lower min or raise max.',
    ],
    ['number', field('number', { min: 5, max: 3 }), 'it asks for 5 at least and 3 at most'],
    [
      'date',
      field('date', { from: 'today', to: 'today-1' }),
      'no day is from today to today-1; let it begin before it ends.',
    ],
    ['property of another type', field('number', { pattern: 'a' }), '"fields/x/pattern" is not known here'],
    ['a choice without choices', field('choice'), '"fields/x/choices" is missing'],
    ['a file that is masked', field('file', { sensitive: true }), 'cannot be masked: it is a file; let it be a text.'],
  ])('bounds of a %s', (_, declared, sentence) => {
    expect(faultsOf(written({ one: said }, { fields: { x: declared } })).join('\n')).toContain(sentence)
  })
})

test.each<[string, object, string]>([
  [
    'no Japanese',
    { ...said, text: { en: 'Hello' } },
    '"steps/one/text/ja" is missing; add a text of 1 to 2000 characters.',
  ],
  ['no English', { ...said, text: { ja: 'はい' } }, '"steps/one/text/en" is missing'],
  [
    'an empty one',
    { ...said, text: { en: 'Hello', ja: ' ' } },
    '"steps/one/text/ja" is " "; it must be a text of 1 to 2000 characters.',
  ],
  ['one for both', { ...said, text: 'Hello' }, 'it must be a text in both languages, { "en": "…", "ja": "…" }.'],
  [
    'a third',
    { ...said, text: { ...words('x'), fr: 'y' } },
    '"steps/one/text/fr" is not known here; write one of en, ja.',
  ],
])('[FF4] a text stands in both languages: %s', (_, step, sentence) => {
  expect(faultsOfStep(step).join('\n')).toContain(sentence)
})

test('[FF5] a step that no way leads to', () => {
  expect(faultsOf(written({ one: said, two: said }))).toEqual([
    expect.stringMatching(
      /^line \d+: no way leads to the step "two"; name it as the "next" of another step, or remove it\.$/,
    ),
  ])
})

describe('[FF6] circles', () => {
  test('one that runs by itself', () => {
    const faults = faultsOf(written({ one: { ...said, next: 'two' }, two: { ...said, next: 'one' } }))
    expect(faults).toContainEqual(
      expect.stringMatching(/: the steps one → two → one go round without asking anything; put a question into/),
    )
  })

  test('one over a call is none that asks', () => {
    const call = { kind: 'call-http', url: 'https://a.jp/', failed: 'one', next: 'person' }
    expect(faultsOfStep(call)[0]).toContain('the steps one → one go round')
  })

  test('one with a question in it is fine', () => {
    expect(
      faultsOf(written({ one: ask('ask-text', 'name', { next: 'two' }), two: { ...said, next: 'one' } }, { fields })),
    ).toEqual([])
  })
})

test('[FF7] a question on the way to a person must not lead there', () => {
  const steps = { one: said, person: ask('ask-text', 'name', { next: 'end' }), end: { kind: 'end' } }
  expect(faultsOf(written(steps, { fields }))).toEqual([
    expect.stringContaining(
      'the question "person" is on the way to a person, and says not what happens when it is never answered; add "otherwise"',
    ),
  ])
  expect(faultsOf(written({ ...steps, person: { ...steps.person, otherwise: 'end' } }, { fields }))).toEqual([])
})

test.each([
  ['(a', 'at character 3 a ( is not closed; write the ) that belongs to it.'],
  ['a)', 'at character 2 a ) closes nothing'],
  ['[a', 'a [ is not closed'],
  ['[]', '[] is empty'],
  ['[z-a]', 'z-a goes backwards; write a-z.'],
  ['*a', '* repeats nothing; write \\* for the character itself.'],
  ['a{x}', '{ begins no count; write {3}, {2,} or {2,5}'],
  ['a{3,1}', '{3,1} goes backwards'],
  ['(?=a)', '(? is not known; use plain ( )'],
  ['(a)\\1', '\\1 is not known; known are'],
  ['^a$', '^ is not needed; leave it out: the whole text must fit anyway.'],
  ['a\\', 'it ends with \\'],
  ['((a{99}){99}){99}', 'it repeats too much; use smaller counts within { }.'],
  ['(){999}{999}{999}', 'it repeats too much'],
  [`${'('.repeat(30)}a${')'.repeat(30)}`, 'it is nested too deep'],
])('[FF8] a pattern that cannot be used: %s', (pattern, sentence) => {
  const faults = faultsOf(written({ one: said }, { fields: { x: field('text', { pattern }) } }))
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain(sentence)
})

test.each([
  'ftp://a.jp/',
  'https://{name}.a.jp/',
  'https://a.jp{name}/',
  'https://user:pass@a.jp/',
  'https://a.jp@{name}/',
  '/orders',
  'https://',
  'https://a.jp/ x',
  'https://a.jp/#x',
])('[FF9] an address that no call may go to: %s', (url) => {
  const faults = faultsOfStep({ kind: 'call-http', url, failed: 'person', next: 'person' })
  expect(faults.join('\n')).toContain('write https://, a fixed name, then path and query; fields only after the name.')
})

test.each(['password', 'card.number', 'cardNumber', 'my.pin', 'customer.cvv', 'apiToken'])(
  '[FF10] %s is a secret',
  (name) => {
    const declared = (more: object) => faultsOf(written({ one: said }, { fields: { [name]: field('text', more) } }))
    expect(declared({})[0]).toContain(
      'is called like a secret, and would be kept as it is; add "sensitive": true, or rename it.',
    )
    expect(declared({ sensitive: true })).toEqual([])
  },
)

test('[FF11] two choices of one word', () => {
  const choices = [
    { key: 'a', label: words('Apple'), also: ['fruit'] },
    { key: 'b', label: words('Banana'), also: ['Ｆｒｕｉｔ'] },
  ]
  expect(faultsOf(written({ one: said }, { fields: { x: field('choice', { choices }) } }))[0]).toContain(
    '"fruit" means both "a" and "b"; give each choice words of its own.',
  )
})

test('every kind of step is refused when it is empty, with a remedy for each thing it needs', () => {
  for (const kind of stepKindNames) {
    const faults = faultsOfStep({ kind, surprise: 1 })
    expect(
      faults.some((fault) => fault.includes('"steps/one/surprise" is not known here')),
      kind,
    ).toBe(true)
    for (const fault of faults) expect(fault).toMatch(/^line \d+: .+; .+[.?]$/)
  }
})
