/** A flow as a picture: its steps as boxes that the keyboard reaches, and the ways between them. */
import { LitElement, css, html, nothing, svg, type SVGTemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { enFlows, type FlowWords } from '../../translations/en-admin-flows.ts'
import { jaFlows } from '../../translations/ja-admin-flows.ts'
import { boxHeight, boxWidth, layoutOf, type Edge, type Layout, type Node } from './layout.ts'

/** Characters of a step's words that fit into its box. */
const textMax = { en: 24, ja: 14 } as const

/**
 * @event mdg-a-step - A step was chosen; `detail` is its name.
 */
export class FlowGraph extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--mdg-space-2);
      }
      .scrolls {
        overflow: auto;
        max-height: 70vh;
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-1);
      }
      svg {
        display: block;
      }
      rect {
        fill: var(--mdg-surface-0);
        stroke: var(--mdg-edge);
        stroke-width: 1.2;
      }
      .asks rect {
        stroke: var(--mdg-accent);
        stroke-width: 2;
      }
      .person rect {
        fill: var(--mdg-accent-soft);
      }
      .ends rect {
        stroke-dasharray: 5 3;
      }
      text {
        fill: var(--mdg-text);
        font-size: 12px;
      }
      text.name {
        font-weight: 600;
        font-size: 13px;
      }
      text.quiet {
        fill: var(--mdg-text-2);
      }
      path.way {
        fill: none;
        stroke: var(--mdg-text-2);
        stroke-width: 1.3;
      }
      path.way.on {
        stroke: var(--mdg-accent);
        stroke-width: 2.4;
      }
      g.step {
        cursor: pointer;
        outline: none;
      }
      g.step:focus-visible rect {
        stroke: var(--mdg-accent);
        stroke-width: 3.5;
      }
      marker path {
        fill: var(--mdg-text-2);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) nodes: readonly Node[] = []
  @property({ attribute: false }) edges: readonly Edge[] = []
  @state() private at = ''

  private get words(): FlowWords['graph'] {
    return (this.speech.locale === 'ja' ? jaFlows : enFlows).graph
  }

  protected override render(): unknown {
    const layout = layoutOf(this.nodes, this.edges)
    const current = layout.nodes.some(({ step }) => step === this.at) ? this.at : (layout.nodes[0]?.step ?? '')
    const { width, height } = layout
    return html`<p class="quiet">${this.words.help}</p>
      <div class="scrolls">
        <svg
          width=${width}
          height=${height}
          viewBox="0 0 ${width} ${height}"
          role="group"
          aria-label=${this.words.label}
        >
          <defs>
            <marker
              id="tip"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto-start-reverse"
            >
              <path d="M0 0 8 4 0 8z"></path>
            </marker>
          </defs>
          ${this.edges.map((edge) => this.#way(layout, edge))} ${layout.nodes.map((node) => this.#box(node, current))}
        </svg>
      </div>`
  }

  #way({ nodes }: Layout, { from, to, when }: Edge): SVGTemplateResult | typeof nothing {
    const [a, b] = [nodes.find(({ step }) => step === from), nodes.find(({ step }) => step === to)]
    if (a === undefined || b === undefined) return nothing
    const [x1, y1, x2] = [a.x + boxWidth / 2, a.y + boxHeight, b.x + boxWidth / 2]
    const isDown = b.y > a.y
    const y2 = isDown ? b.y : b.y + boxHeight
    // A way back goes round at the side.
    const side = Math.max(a.x, b.x) + boxWidth + 18
    const path = isDown
      ? `M${x1} ${y1}C${x1} ${y1 + 30} ${x2} ${y2 - 30} ${x2} ${y2 - 2}`
      : `M${a.x + boxWidth} ${a.y + boxHeight / 2}C${side + 20} ${a.y + boxHeight / 2} ${side + 20} ${b.y + boxHeight / 2} ${b.x + boxWidth + 2} ${b.y + boxHeight / 2}`
    return svg`<path class="way ${from === this.at ? 'on' : ''}" d=${path} marker-end="url(#tip)"><title>${when}</title></path>`
  }

  #box(node: Node & { readonly x: number; readonly y: number }, current: string): SVGTemplateResult {
    const { words, speech } = this
    const { step, kind, text, x, y } = node
    const said = text === null ? '' : cut(speech.both(text), textMax[speech.locale])
    const facts = [node.isStart ? words.start : '', node.isPerson ? words.person : '', node.ends ? words.ends : '']
    const ways = this.edges
      .filter(({ from }) => from === step)
      .map(({ to, when }) => (when === '' ? to : `${when} → ${to}`))
    const label = [words.step(step, kind), text === null ? '' : speech.both(text), ...facts, words.ways(ways)]
    const kinds = ['step', node.asks ? 'asks' : '', node.isPerson ? 'person' : '', node.ends ? 'ends' : ''].join(' ')
    return svg`<g
      class=${kinds}
      role="button"
      data-step=${step}
      tabindex=${step === current ? '0' : '-1'}
      aria-label=${label.filter((part) => part !== '').join('. ')}
      transform="translate(${x} ${y})"
      @focus=${() => (this.at = step)}
      @click=${() => this.#choose(step)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, step)}
    >
      <rect width=${boxWidth} height=${boxHeight} rx="8"></rect>
      <text class="name" x="12" y="20">${cut(step, 24)}</text>
      <text class="quiet" x="12" y="36">${kind}${node.isStart ? ` · ${words.start}` : ''}</text>
      <text x="12" y="52">${said}</text>
    </g>`
  }

  #choose(step: string): void {
    this.at = step
    this.dispatchEvent(new CustomEvent('mdg-a-step', { detail: step }))
  }

  /** Down and up along the ways, left and right among the steps in their order. */
  #key(event: KeyboardEvent, step: string): void {
    const order = this.nodes.map((node) => node.step)
    const beside = (by: number): string | undefined => order[order.indexOf(step) + by]
    const goal = {
      ArrowDown: this.edges.find(({ from }) => from === step)?.to,
      ArrowUp: this.edges.find(({ to }) => to === step)?.from,
      ArrowRight: beside(1),
      ArrowLeft: beside(-1),
      Home: order[0],
      End: order.at(-1),
    }[event.key]
    if (event.key === 'Enter' || event.key === ' ') this.#choose(step)
    else if (goal === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (goal === undefined) return
    this.at = goal
    void this.updateComplete.then(() =>
      [...this.renderRoot.querySelectorAll<SVGGElement>('g.step')].find((one) => one.dataset['step'] === goal)?.focus(),
    )
  }
}

const cut = (text: string, max: number): string => {
  const characters = [...text.replaceAll('\n', ' ')]
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`
}

customElements.define('mdg-a-flow-graph', FlowGraph)
