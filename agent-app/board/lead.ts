/** What a supervisor does for an agent from the panel: a word to them, and other queues and skills. Told as done once the hub has said so. */
import { Refused, type FloorAgent, type FloorAgentDay, type RefusalCode } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { FloorDoor } from '../floor-door.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { BoardWords } from '../translations/en-board.ts'
import { leadLook } from './panel-look.ts'

type Doing = 'idle' | 'asking' | 'done' | RefusalCode | 'failed'
type Skill = FloorAgentDay['skills'][number]

const levels = [1, 2, 3, 4, 5] as const

/** Waits for the hub's answer and says how it ended. */
async function ended(asked: Promise<void>): Promise<Doing> {
  try {
    await asked
    return 'done'
  } catch (error) {
    return error instanceof Refused ? error.code : 'failed'
  }
}

export class BoardLead extends LitElement {
  static override styles = [look, leadLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) words!: BoardWords
  @property({ attribute: false }) floor!: FloorDoor
  @property({ attribute: false }) agent!: FloorAgent
  @property({ attribute: false }) day: FloorAgentDay | undefined
  @property({ attribute: false }) queues!: DeskLists['queues']

  @state() private open: 'tell' | 'rules' | null = null
  @state() private doing: Doing = 'idle'
  @state() private word = ''
  @state() private served: ReadonlySet<string> = new Set()
  @state() private skills: readonly Skill[] = []
  @state() private newSkill = ''

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('agent') as FloorAgent | undefined
    // Somebody else's panel: what was begun here is not for them.
    if (before !== undefined && before.agent !== this.agent.agent) this.#show(null)
  }

  #show(open: BoardLead['open']): void {
    this.open = open
    this.doing = 'idle'
    this.word = ''
    this.newSkill = ''
    this.served = new Set(this.agent.queues)
    this.skills = this.day?.skills ?? []
    if (open !== null)
      void this.updateComplete.then(() =>
        this.renderRoot.querySelector<HTMLElement>('form textarea, form input')?.focus(),
      )
  }

  async #tell(): Promise<void> {
    const text = this.word.trim()
    if (text === '' || this.doing === 'asking') return
    this.doing = 'asking'
    this.doing = await ended(this.floor.tell(this.agent.agent, text))
    if (this.doing === 'done') this.word = ''
  }

  async #save(): Promise<void> {
    if (this.doing === 'asking') return
    this.doing = 'asking'
    const queues = this.queues.map(({ queue }) => queue).filter((queue) => this.served.has(queue))
    this.doing = await ended(this.floor.rules({ agent: this.agent.agent, queues, skills: [...this.skills] }))
  }

  #add(): void {
    const name = this.newSkill.trim()
    if (name === '' || this.skills.some((skill) => skill.name === name)) return
    this.skills = [...this.skills, { name, level: 1 }]
    this.newSkill = ''
  }

  #told(done: string): TemplateResult | typeof nothing {
    const { doing } = this
    if (doing === 'idle' || doing === 'asking') return nothing
    if (doing === 'done') return html`<p class="done" role="status">${icons.check}${done}</p>`
    const { refusals, floor } = this.speech.words
    return html`<p class="problem" role="alert">
      ${icons.warn}${doing === 'failed' ? floor.why.failed : refusals[doing]}
    </p>`
  }

  #tellForm(): TemplateResult {
    const { agent: told } = this.words.panel
    const asking = this.doing === 'asking'
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault()
        void this.#tell()
      }}
    >
      <label class="label" for="word">${told.tellLabel(this.agent.name)}</label>
      <textarea
        id="word"
        class="field"
        rows="2"
        maxlength="500"
        .value=${this.word}
        @input=${(event: InputEvent) => {
          this.word = (event.target as HTMLTextAreaElement).value
          this.doing = 'idle'
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.shiftKey || composing(event)) return
          event.preventDefault()
          void this.#tell()
        }}
      ></textarea>
      <p class="quiet hint">${told.tellHint}</p>
      ${this.#told(told.told)}${this.#buttons(asking ? told.sending : told.send, asking)}
    </form>`
  }

  #buttons(text: string, asking: boolean): TemplateResult {
    return html`<p class="actions">
      <button type="button" class="button" @click=${() => this.#show(null)}>${this.words.panel.close}</button>
      <button class="button main" aria-disabled=${asking}>${text}</button>
    </p>`
  }

  #rulesForm(): TemplateResult {
    const { agent: told } = this.words.panel
    const asking = this.doing === 'asking'
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault()
        void this.#save()
      }}
      @change=${() => (this.doing = 'idle')}
    >
      <fieldset>
        <legend>${told.queues}</legend>
        ${this.queues
          .map(({ queue, name }) => [queue, this.speech.both(name)] as const)
          .sort(([, a], [, b]) => (a < b ? -1 : 1))
          .map(([queue, name]) => this.#queue(queue, name))}
      </fieldset>
      <fieldset>
        <legend>${told.skills}</legend>
        ${this.skills.map((skill) => this.#skill(skill))}
        <p class="row">
          <input
            class="field"
            aria-label=${told.newSkill}
            placeholder=${told.newSkill}
            maxlength="40"
            .value=${this.newSkill}
            @input=${(event: InputEvent) => (this.newSkill = (event.target as HTMLInputElement).value)}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key !== 'Enter' || composing(event)) return
              event.preventDefault()
              this.#add()
            }}
          /><button type="button" class="button" @click=${() => this.#add()}>${told.add}</button>
        </p>
      </fieldset>
      <p class="quiet hint">${told.changeHint}</p>
      ${this.#told(told.saved)}${this.#buttons(asking ? told.saving : told.save, asking)}
    </form>`
  }

  #queue(queue: string, name: string): TemplateResult {
    const change = (event: Event): void => {
      const served = new Set(this.served)
      if ((event.target as HTMLInputElement).checked) served.add(queue)
      else served.delete(queue)
      this.served = served
    }
    return html`<label class="tick"
      ><input type="checkbox" .checked=${this.served.has(queue)} @change=${change} /><span>${name}</span></label
    >`
  }

  #skill({ name, level }: Skill): TemplateResult {
    const { agent: told } = this.words.panel
    const set = (to: number): void =>
      void (this.skills = this.skills.map((one) => (one.name === name ? { name, level: to } : one)))
    return html`<p class="row">
      <span class="cut">${name}</span
      ><select
        class="field"
        aria-label=${told.levelOf(name)}
        @change=${(event: Event) => set(Number((event.target as HTMLSelectElement).value))}
      >
        ${levels.map((one) => html`<option value=${one} ?selected=${one === level}>${one}</option>`)}</select
      ><button
        type="button"
        class="button bare square"
        aria-label=${told.remove(name)}
        title=${told.remove(name)}
        @click=${() => {
          this.skills = this.skills.filter((one) => one.name !== name)
          this.doing = 'idle'
        }}
      >
        ${icons.close}
      </button>
    </p>`
  }

  protected override render(): unknown {
    const { agent: told } = this.words.panel
    if (this.open === 'tell') return this.#tellForm()
    if (this.open === 'rules') return this.#rulesForm()
    return html`<p class="acts">
      <button class="button" @click=${() => this.#show('tell')}>${icons.chat}${told.tell}</button
      ><button class="button" @click=${() => this.#show('rules')}>${icons.queue}${told.change}</button>
    </p>`
  }
}
