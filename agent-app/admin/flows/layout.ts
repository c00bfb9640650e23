/**
 * PURE: where the steps of a flow stand in its picture. Each is one row below the first step that leads to it, in the order of the
 * ways; what nothing leads to comes last.
 */

export interface Node {
  readonly step: string
  readonly kind: string
  readonly text: { readonly en: string; readonly ja: string } | null
  readonly isStart: boolean
  readonly isPerson: boolean
  readonly asks: boolean
  readonly ends: boolean
}

export interface Edge {
  readonly from: string
  readonly to: string
  /** When it is taken; '' for as a rule. */
  readonly when: string
}

interface Placed extends Node {
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly nodes: readonly Placed[]
  readonly width: number
  readonly height: number
}

export const boxWidth = 190
export const boxHeight = 62
const gapX = 28
const gapY = 54

export function layoutOf(nodes: readonly Node[], edges: readonly Edge[]): Layout {
  const row = new Map<string, number>()
  const begin = nodes.find(({ isStart }) => isStart)?.step
  let reached: readonly string[] = begin === undefined ? [] : [begin]
  for (let depth = 0; reached.length > 0; depth++) {
    for (const step of reached) row.set(step, depth)
    const next = reached.flatMap((step) => edges.filter(({ from }) => from === step).map(({ to }) => to))
    reached = [...new Set(next)].filter((step) => !row.has(step))
  }
  const last = Math.max(-1, ...row.values()) + 1
  for (const { step } of nodes) if (!row.has(step)) row.set(step, last)
  // In the order in which they were reached, so that ways cross little.
  const inRows = new Map<number, string[]>()
  for (const [step, at] of row) inRows.set(at, [...(inRows.get(at) ?? []), step])
  const widest = Math.max(1, ...[...inRows.values()].map((steps) => steps.length))
  const width = widest * (boxWidth + gapX) + gapX
  const byStep = new Map(nodes.map((node) => [node.step, node]))
  const placed = [...inRows].flatMap(([at, steps]) => {
    const indent = (width - steps.length * (boxWidth + gapX) + gapX) / 2
    return steps.flatMap((step, nth) => {
      const node = byStep.get(step)
      return node === undefined
        ? []
        : [{ ...node, x: indent + nth * (boxWidth + gapX), y: gapX + at * (boxHeight + gapY) }]
    })
  })
  const rows = Math.max(0, ...inRows.keys()) + 1
  return { nodes: placed, width, height: gapX * 2 + rows * (boxHeight + gapY) - gapY }
}
