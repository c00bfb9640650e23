/** A flow as a picture: its steps and the ways between them, as data for a view and as text that Mermaid draws. */
import type { Flow, Step } from './flow.ts'
import { kindOf } from './steps/index.ts'
import type { Words } from './shape.ts'
import type { Locale } from './translations.ts'

export interface GraphNode {
  readonly step: string
  readonly kind: string
  /** What the step says first, in both languages; null where it says nothing. */
  readonly text: Words | null
  readonly isStart: boolean
  /** Where whoever wants a person is taken. */
  readonly isPerson: boolean
  /** It waits for the customer. */
  readonly asks: boolean
  /** The flow ends there. */
  readonly ends: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  /** When it is taken; '' for as a rule. */
  readonly when: string
}

export interface FlowGraph {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

export function flowGraph(flow: Flow): FlowGraph {
  const steps = Object.entries(flow.steps)
  return {
    nodes: steps.map(([name, step]) => nodeOf(flow, name, step)),
    edges: steps.flatMap(([from, step]) =>
      kindOf(step)
        .exits(step)
        .map(({ to, when }) => ({ from, to, when })),
    ),
  }
}

function nodeOf(flow: Flow, name: string, step: Step): GraphNode {
  const exits = kindOf(step).exits(step)
  return {
    step: name,
    kind: step.kind,
    text: (step as { readonly text?: Words }).text ?? null,
    isStart: name === flow.start,
    isPerson: name === flow.person,
    asks: exits.some(({ asked }) => asked),
    ends: exits.length === 0,
  }
}

const textMax = 40

/** The picture in Mermaid's words. */
export function mermaid(flow: Flow, locale: Locale): string {
  const { nodes, edges } = flowGraph(flow)
  // Names of steps may be words of Mermaid, such as "end".
  const idOf = new Map(nodes.map(({ step }, at) => [step, `s${at}`]))
  const lines = nodes.map((node) => `  ${idOf.get(node.step)}${shapeOf(node, locale)}`)
  for (const { from, to, when } of edges)
    lines.push(`  ${idOf.get(from)} -->${when === '' ? '' : `|"${escaped(when)}"|`} ${idOf.get(to)}`)
  lines.push(
    '  begin(( )) --> ' + idOf.get(flow.start),
    `  anybody(["${anybody[locale]}"]) -.-> ${idOf.get(flow.person)}`,
  )
  return ['flowchart TD', ...lines, ''].join('\n')
}

const anybody: Readonly<Record<Locale, string>> = { en: 'a person, please', ja: '担当者をご希望' }

function shapeOf({ step, kind, text, asks, ends }: GraphNode, locale: Locale): string {
  const said = text === null ? '' : `<br/>${escaped(shortened(text[locale]))}`
  const label = `"${escaped(step)} · ${kind}${said}"`
  if (ends) return `([${label}])`
  if (kind === 'branch') return `{${label}}`
  return asks ? `[/${label}/]` : `[${label}]`
}

const shortened = (text: string): string => {
  const characters = [...text]
  return characters.length <= textMax ? text : `${characters.slice(0, textMax - 1).join('')}…`
}

/** Mermaid reads HTML entities, written with # in the place of &. */
const escaped = (text: string): string => text.replace(/[#"<>&]/g, (c) => `#${c.codePointAt(0)};`).replaceAll('\n', ' ')
