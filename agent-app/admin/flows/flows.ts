/**
 * Flows of the bot: each as text with its faults at their lines, as a picture, as a talk to try it out, and with its cases. What is
 * written becomes part of the shared draft as soon as it is JSON.
 */
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { query, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import { enFlows, type FlowWords } from '../../translations/en-admin-flows.ts'
import { jaFlows } from '../../translations/ja-admin-flows.ts'
import { adminLook } from '../admin-look.ts'
import { tell } from '../api.ts'
import { EntriesSection, type Entry, type EntryWords } from '../entries.ts'
import { fieldLook } from '../fields/index.ts'
import { problemLine, type Refusal } from '../problem.ts'
import './graph.ts'
import type { Edge, Node } from './layout.ts'
import { firstCases, firstFlow } from './samples.ts'
import './try-out.ts'

interface Fault {
  readonly path: string
  readonly line: number
  readonly words: string
}
interface Result {
  readonly name: string
  readonly line: number
  readonly faults: readonly string[]
}

const tabs = ['write', 'graph', 'try', 'test'] as const
type Tab = (typeof tabs)[number]
/** What is typed is looked at when the hands rest. */
const restMs = 500

export class FlowsSection extends EntriesSection {
  static override styles = [
    look,
    adminLook,
    fieldLook,
    css`
      [role='tablist'] {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mdg-space-1);
        margin-bottom: var(--mdg-space-4);
      }
      [role='tab'][aria-selected='true'] {
        border-color: var(--mdg-accent);
        background: var(--mdg-accent-soft);
      }
      [role='tabpanel'] {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--mdg-space-3);
      }
      textarea.json {
        min-height: 52vh;
        font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        font-size: var(--mdg-size-12);
        line-height: 1.5;
        tab-size: 2;
        white-space: pre;
      }
      textarea.cases {
        min-height: 26vh;
      }
      .faults button {
        display: flex;
        gap: var(--mdg-space-3);
        width: 100%;
        padding: 6px var(--mdg-space-2);
        border: 0;
        border-bottom: 1px solid var(--mdg-line);
        background: none;
        text-align: start;
        cursor: pointer;
      }
      .faults .line {
        flex: none;
        color: var(--mdg-wrong);
        font-variant-numeric: tabular-nums;
      }
      .fine {
        color: var(--mdg-good);
      }
    `,
  ]

  protected override readonly list = 'flows'
  protected override readonly nameKey = 'flow'
  protected override readonly max = 50
  protected override readonly firstKey = 'first'

  @state() private tab: Tab = 'write'
  @state() private text = ''
  @state() private faults: readonly Fault[] | null = null
  @state() private refusal: Refusal | null = null
  @state() private isJson = true
  @state() private drawn: { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] } | null = null
  @state() private cases = ''
  @state() private results: readonly Result[] | 'running' | null = null
  @query('textarea.json') private editor!: HTMLTextAreaElement | null
  #of = ''
  #timer = 0
  #turn = 0

  private get words(): FlowWords {
    return this.speech.locale === 'ja' ? jaFlows : enFlows
  }

  protected override entryWords(): EntryWords {
    return this.words
  }

  protected override blank(): Entry {
    const [queue] = this.editing.list<{ id: string }>('queues')
    return firstFlow(queue?.id ?? '')
  }

  protected override facts(entry: Entry): readonly string[] {
    const { words } = this
    return [
      String(entry['flow']),
      words.version(String(entry['version'] ?? '')),
      words.steps(Object.keys((entry['steps'] ?? {}) as object).length),
    ]
  }

  protected override uses(key: string): readonly string[] {
    return this.editing
      .list<Entry & { bot?: { flow?: string } }>('sites')
      .filter(({ bot }) => bot?.flow === key)
      .map((site) => this.called(site))
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed)
    if (this.path === this.#of) return
    this.#of = this.path
    const entry = this.entries.find((one) => this.keyOf(one) === this.path)
    this.text = entry === undefined ? '' : JSON.stringify(entry, null, 2)
    this.tab = 'write'
    this.isJson = true
    this.drawn = this.results = this.faults = null
    this.cases = entry === undefined ? '' : firstCases(this.path)
    if (entry !== undefined) void this.#check()
  }

  async #check(): Promise<void> {
    const turn = ++this.#turn
    const [checked, graph] = await Promise.all([
      tell<{ faults: readonly Fault[] }>('/api/flows/check', { flow: this.text }),
      tell<{ nodes: readonly Node[]; edges: readonly Edge[] }>('/api/flows/graph', { flow: this.text }),
    ])
    if (turn !== this.#turn) return
    this.refusal = checked.ok ? null : checked
    this.faults = checked.ok ? checked.body.faults : null
    if (graph.ok && graph.body.nodes.length > 0) this.drawn = graph.body
  }

  #write(text: string, place: string): void {
    this.text = text
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#check(), restMs)
    const found = objectIn(text)
    this.isJson = found !== null
    if (found === null) return
    this.editing.set(place, found)
    const key = String(found['flow'] ?? '')
    // Another key is another address of the same page.
    if (key !== '' && key !== this.path) {
      this.#of = key
      this.go(key, true)
    }
  }

  /** The line of a fault, or of a step, in the text. */
  #goTo(line: number): void {
    this.tab = 'write'
    void this.updateComplete.then(() => {
      const { editor } = this
      if (editor === null) return
      const lines = this.text.split('\n')
      const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
      editor.focus()
      editor.setSelectionRange(at, at + (lines[line - 1]?.length ?? 0))
      editor.scrollTop = Math.max(0, (editor.scrollHeight / lines.length) * (line - 8))
    })
  }

  #goToStep(step: string): void {
    const line = this.text.split('\n').findIndex((one) => one.trimStart().startsWith(`${JSON.stringify(step)}: {`))
    if (line !== -1) this.#goTo(line + 1)
  }

  async #test(): Promise<void> {
    this.results = 'running'
    const answer = await tell<{ faults: readonly Fault[]; results: readonly Result[] }>('/api/flows/test', {
      flow: this.text,
      test: this.cases,
    })
    this.refusal = answer.ok ? null : answer
    const wrong = answer.ok ? answer.body.faults.map(({ line, words }) => ({ name: words, line, faults: [words] })) : []
    this.results = answer.ok ? [...wrong, ...answer.body.results] : null
  }

  protected override form(place: string): TemplateResult {
    const { words, tab } = this
    return html`<div role="tablist" aria-label=${words.tabsLabel} @keydown=${this.#tabKey}>
        ${tabs.map(
          (one) =>
            html`<button
              class="button"
              role="tab"
              id="tab-${one}"
              aria-selected=${one === tab ? 'true' : 'false'}
              aria-controls="panel"
              tabindex=${one === tab ? '0' : '-1'}
              @click=${() => (this.tab = one)}
            >
              ${words.tabs[one]}
            </button>`,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${tab}">${this.#panel(place)}</div>`
  }

  readonly #tabKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    this.tab = tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length]!
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
  }

  #panel(place: string): unknown {
    switch (this.tab) {
      case 'write':
        return this.#writing(place)
      case 'graph':
        return this.drawn === null
          ? html`<p class="quiet">${this.words.graph.faulty}</p>`
          : html`<mdg-a-flow-graph
              .speech=${this.speech}
              .nodes=${this.drawn.nodes}
              .edges=${this.drawn.edges}
              @mdg-a-step=${({ detail }: CustomEvent<string>) => this.#goToStep(detail)}
            ></mdg-a-flow-graph>`
      case 'try':
        return html`<mdg-a-flow-try-out .speech=${this.speech} .flow=${this.text}></mdg-a-flow-try-out>`
      case 'test':
        return this.#testing()
    }
  }

  #writing(place: string): TemplateResult {
    const { write } = this.words
    return html`<label
        ><span class="label">${write.label}</span><span class="help">${write.help}</span
        ><textarea
          class="field json"
          spellcheck="false"
          autocomplete="off"
          ?disabled=${!this.mayChange}
          .value=${this.text}
          @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value, place)}
        ></textarea>
      </label>
      ${this.isJson ? nothing : html`<p class="quiet">${icons.warn} ${write.notJson}</p>`}
      ${problemLine(this.speech, this.refusal)}
      <div role="status">${this.#told()}</div>`
  }

  #told(): TemplateResult {
    const { write } = this.words
    const { faults } = this
    if (faults === null) return html`<p class="quiet">${write.checking}</p>`
    if (faults.length === 0) return html`<p class="fine">${write.fine}</p>`
    return html`<p>${write.faults(faults.length)}</p>
      <ul class="faults">
        ${faults.map(
          ({ line, words }) =>
            html`<li>
              <button type="button" @click=${() => this.#goTo(line)}>
                <span class="line">${write.line(line)}</span><span lang="en">${words}</span>
              </button>
            </li>`,
        )}
      </ul>`
  }

  #testing(): TemplateResult {
    const { test } = this.words
    const { results } = this
    const list = results === null || results === 'running' ? [] : results
    const wrong = list.filter(({ faults }) => faults.length > 0)
    return html`<p class="quiet">${test.lead}</p>
      <label
        ><span class="label">${test.label}</span
        ><textarea
          class="field json cases"
          spellcheck="false"
          autocomplete="off"
          .value=${this.cases}
          @input=${(event: Event) => (this.cases = (event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      ${problemLine(this.speech, this.refusal)}
      <p>
        <button class="button main" ?disabled=${results === 'running'} @click=${() => void this.#test()}>
          ${test.run}
        </button>
      </p>
      <div role="status">
        ${
          results === null
            ? nothing
            : results === 'running'
              ? test.running
              : wrong.length === 0
                ? html`<p class="fine">${test.allWell(list.length)}</p>`
                : html`<p>${test.wrong(wrong.length, list.length)}</p>
                    <ul>
                      ${wrong.map(
                        ({ name, line, faults }) =>
                          html`<li>
                            <b>${this.words.write.line(line)}: ${name}</b>
                            <ul lang="en">
                              ${faults.map((fault) => html`<li class="quiet">${fault}</li>`)}
                            </ul>
                          </li>`,
                      )}
                    </ul>`
        }
      </div>`
  }
}

/** The object that a text is, or null. */
function objectIn(text: string): Entry | null {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Entry) : null
  } catch {
    return null
  }
}

customElements.define('mdg-a-admin-flows', FlowsSection)
