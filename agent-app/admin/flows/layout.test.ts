import { expect, test } from 'vitest'
import { boxWidth, layoutOf, type Node } from './layout.ts'

const node = (step: string, more: Partial<Node> = {}): Node => ({
  ...{ step, kind: 'say', text: null, isStart: false, isPerson: false, asks: false, ends: false },
  ...more,
})
const edge = (from: string, to: string) => ({ from, to, when: '' })

test('steps stand below the first that leads to them, and nothing stands on something else', () => {
  const nodes = [node('lost'), node('a', { isStart: true }), node('b'), node('c'), node('d', { ends: true })]
  const edges = [edge('a', 'b'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd'), edge('d', 'a')]
  const { nodes: placed, width } = layoutOf(nodes, edges)
  const at = (step: string) => placed.find((one) => one.step === step)!
  expect(placed).toHaveLength(5)
  expect(at('b').y).toBe(at('c').y)
  expect([at('a').y < at('b').y, at('b').y < at('d').y, at('d').y < at('lost').y]).toEqual([true, true, true])
  expect(Math.abs(at('b').x - at('c').x)).toBeGreaterThan(boxWidth)
  for (const { x } of placed) expect([x >= 0, x + boxWidth <= width]).toEqual([true, true])
})

test('no flow is a picture too', () => expect(layoutOf([], []).nodes).toEqual([]))
