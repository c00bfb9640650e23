import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AgentRules, Requirement } from './index.ts'
import { isExpressionError, readRequirement } from './requirement-expression.ts'
import { asRequirements, joined, qualifies, signatureOf, type NormalForm } from './requirements.ts'
import { agent, agentRules, ann, ben, carl, dora, desk, enqueue, given, atWork, house, queueRules } from './story.ts'

function read(text: string): NormalForm {
  const form = readRequirement(text)
  if (isExpressionError(form)) throw new Error(`${text}: ${form.expected} at ${form.position}`)
  return form
}

const shown = (text: string): string =>
  read(text)
    .map((set) => set.map(({ skill, level }) => `${skill}${level}`).join('+'))
    .join(' ')

const asked = (text: string): readonly Requirement[] => asRequirements(read(text))

describe('an expression', () => {
  test('[SR1] asks for all, for one of several, and for groups of them', () => {
    expect(shown('lang.ja>=4 && billing>=3 || vip')).toBe('billing3+lang.ja4 vip1')
    expect(shown('(a || b>=2)&&c')).toBe('a1+c1 b2+c1')
    expect(shown('a && (b || (c && d))')).toBe('a1+b1 a1+c1+d1')
    expect(shown('  a>=5  ')).toBe('a5')
  })

  test('[SR2] has one normal form, however it is written', () => {
    const same = ['a>=2 && b || c', 'c || b && a>=2', '(c || a>=2) && (b || c)', 'a>=2 && b && b || c || c && a>=5']
    expect(new Set(same.map((text) => signatureOf(asked(text)))).size).toBe(1)
    expect(shown('a>=2 && a>=4')).toBe('a4')
    expect(shown('a>=2 || a>=4')).toBe('a2')
    expect(signatureOf(asked('a && b'))).toBe(signatureOf([...asked('b'), ...asked('a')]))
  })

  test('[SR3] that cannot be read is told where, and what was expected there', () => {
    const told = (text: string) => readRequirement(text)
    expect(told('')).toEqual({
      code: 'requirement.syntax',
      position: 0,
      expected: 'a skill such as lang.ja>=3, or (',
      found: '',
    })
    expect(told('a>=6')).toMatchObject({ position: 3, expected: 'a level from 1 to 5', found: '6' })
    expect(told('a >= && b')).toMatchObject({ position: 5, expected: 'a level from 1 to 5', found: '&&' })
    expect(told('a & b')).toMatchObject({ position: 2, expected: '&&, || or the end', found: '&' })
    expect(told('(a || b')).toMatchObject({ position: 7, expected: '&&, || or )', found: '' })
    expect(told('a b')).toMatchObject({ position: 2, found: 'b' })
    expect(told('a && && b')).toMatchObject({ position: 5, expected: 'a skill such as lang.ja>=3, or (' })
    expect(told('a'.repeat(501))).toMatchObject({ code: 'requirement.long' })
    expect(told(`${'('.repeat(21)}a${')'.repeat(21)}`)).toMatchObject({ position: 20, found: '(' })
    const wide = Array.from({ length: 7 }, (_, i) => `(a${i} || b${i})`).join(' && ')
    expect(told(wide)).toMatchObject({ code: 'requirement.manifold' })
  })

  test('[SR3] never throws, whatever is typed', () => {
    const piece = fc.constantFrom('a', 'lang.ja', '>=', '3', '9', '&&', '||', '(', ')', ' ', '&', '日本', '\n')
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => void readRequirement(pieces.join(''))))
  })
})

describe('the normal form', () => {
  type Tree = string | { readonly op: '&&' | '||'; readonly of: readonly Tree[] }
  const leaf = fc.record({ skill: fc.constantFrom('a', 'b', 'c'), level: fc.integer({ min: 1, max: 3 }) })
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf.map(({ skill, level }) => `${skill}>=${level}`),
      fc.record({
        op: fc.constantFrom('&&' as const, '||' as const),
        of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  }))
  const text = (of: Tree): string => (typeof of === 'string' ? of : `(${of.of.map(text).join(of.op)})`)
  const holds = (of: Tree, levels: Readonly<Record<string, number>>): boolean => {
    if (typeof of !== 'string')
      return of.op === '&&' ? of.of.every((one) => holds(one, levels)) : of.of.some((one) => holds(one, levels))
    const [skill = '', level] = of.split('>=')
    return (levels[skill] ?? 0) >= Number(level)
  }
  const everyone: AgentRules[] = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].map((c) => agentRules(agent('x'), { skills: { a, b, c } }))),
  )

  test('[SR2] lets through exactly those whom the expression does, and is equal for expressions that do the same', () => {
    const bySet = new Map<string, string>()
    fc.assert(
      fc.property(tree, (of) => {
        const form = readRequirement(text(of))
        fc.pre(!isExpressionError(form))
        const who = everyone.filter((one) => qualifies(one, form as NormalForm))
        expect(who).toEqual(everyone.filter((one) => holds(of, one.skills)))
        const key = who.map((one) => everyone.indexOf(one)).join()
        const signature = signatureOf(asRequirements(form as NormalForm))
        expect(bySet.get(key) ?? signature).toBe(signature)
        bySet.set(key, signature)
      }),
    )
  })
})

describe('a contact that asks by an expression', () => {
  const either = { requirements: asked('ja>=3 && tax || vip') }

  test('[SR4] goes to an agent who meets one of the ways, by skills or by attribute', () => {
    const crew = [agentRules(ann, { skills: { ja: 5 } }), agentRules(ben, { attributes: ['vip'] })]
    const story = given(house(crew), atWork(ann, ben), enqueue(carl, either))
    expect(story.offerTo(ben).contact).toBe(carl)
    story.accept(ben).given(enqueue(dora, either)).andThen()
    story.when(house([agentRules(ann, { skills: { ja: 5, tax: 1 } }), crew[1]!]))
    story.andThen({ type: 'offerMade', agent: ann, contact: dora })
  })

  test('[SR4] an attribute is had or not: it meets no level above the first', () => {
    const crew = [agentRules(ann, { attributes: ['vip'] })]
    const story = given(house(crew), atWork(ann), enqueue(carl, { requirements: asked('vip>=2') })).andThen()
    story.given(enqueue(dora, { requirements: asked('vip') }))
    expect(story.offerTo(ann).contact).toBe(dora)
  })

  test('[SR5] shares a line with every other that means the same', () => {
    const rules = [queueRules(desk, { requirements: asked('ja>=2 || vip') })]
    const crew = [agentRules(ann, { skills: { ja: 3, tax: 3 } })]
    const story = given(house(crew, rules), enqueue(carl, { requirements: asked('tax && (ja || ja>=3)') }))
    story.given(enqueue(dora, { requirements: asked('ja && tax>=1') }))
    expect(
      [...story.floor.benches.values()].filter((bench) =>
        [...bench.lines.values()].some((line) => line.waiting.size > 0),
      ),
    ).toHaveLength(1)
    expect(joined(rules[0]!.requirements, asked('ja && tax'))).toEqual(read('ja>=2 && tax || ja && tax && vip'))
  })
})
