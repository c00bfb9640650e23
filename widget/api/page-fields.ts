/**
 * Gathers what the page says of its visitor, from wherever it says it, and tells the hub: with the contact when it begins, and
 * what changes later as long as it is open. Until then nothing leaves the page.
 */
import type { Prefilled } from '#protocol'
import type { WidgetHost } from '../host.ts'
import { merge, readFields, readJson, type FieldProblem, type Reading } from './prefill.ts'

const marked = 'data-madoguchi-field'
/** Pages change often and in bursts. */
const restMs = 200

/** How a single-page application goes from page to page; where the browser has no better word for it, when one goes back. */
const { navigation } = window as { navigation?: EventTarget }
const moves = [
  [navigation, 'currententrychange'],
  [window, 'popstate'],
] as const

export class PageFields {
  /** By command, over pages of this tab until a contact begins. */
  #given = new Map<string, Prefilled | null>()
  #intent: string | null = null
  /** Found in addresses of this page, which a single-page application changes. */
  #url = new Map<string, Prefilled | null>()
  /** What the open contact knows already. */
  readonly #told = new Map<string, unknown>()
  /** Each problem is told once. */
  readonly #complained = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #observer = new MutationObserver(() => this.changed())

  /** `tell`: for the open contact, if there is one. Resolves with what the hub has refused, or null while there is none. */
  constructor(
    private readonly host: WidgetHost,
    private readonly site: string,
    private readonly tell: (fields: readonly Prefilled[]) => Promise<readonly { name: string; code: string }[]> | null,
  ) {
    for (const one of this.#kept()) this.#given.set(one.name, one)
    this.#readUrl()
    for (const [target, type] of moves) target?.addEventListener(type, this.changed)
  }

  /** Command `prefill`. Rejects with the first problem; what has none is taken all the same. */
  give(fields: unknown, { mode, intent }: { mode?: string; intent?: string } = {}): FieldProblem[] {
    const { fields: read, problems } = readFields(fields, 'command', mode)
    for (const [name, field] of read) this.#given.set(name, field)
    if (intent !== undefined) this.#intent = intent
    this.#keep([...this.#given.values()].filter((one) => one !== null))
    this.changed()
    return this.#complain(problems)
  }

  get all(): readonly Prefilled[] {
    const { fields, problems } = merge(this.#read())
    this.#complain(problems)
    return fields
  }

  get intent(): string {
    return (this.#intent ?? this.host.getAttribute('intent') ?? '').slice(0, 80)
  }

  /** A contact begins with them. */
  bring(): { fields: readonly Prefilled[]; intent: string } {
    const { all, intent } = this
    this.#told.clear()
    for (const { name, value } of all) this.#told.set(name, value)
    for (const [name, field] of this.#given) if (field?.mode === 'once') this.#given.delete(name)
    this.#intent = null
    this.#keep([])
    return { fields: all, intent }
  }

  /** While a contact is open what changes is told. */
  watch(on: boolean): void {
    this.#observer.disconnect()
    document.removeEventListener('change', this.changed, true)
    if (!on) return this.#told.clear()
    const attributeFilter = [marked, 'data-madoguchi-mode', 'value', 'content', 'datetime', 'prefill']
    const all = { subtree: true, childList: true, characterData: true, attributeFilter }
    this.#observer.observe(document, all)
    document.addEventListener('change', this.changed, true)
    this.changed()
  }

  /** Something may have changed. */
  readonly changed = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#send()
    }, restMs)
  }

  /** Another visitor than before. */
  forget(): void {
    this.#given.clear()
    this.#url.clear()
    this.#told.clear()
    this.#intent = null
    this.host.prefill = undefined
    this.#keep([])
  }

  destroy(): void {
    this.watch(false)
    for (const [target, type] of moves) target?.removeEventListener(type, this.changed)
    clearTimeout(this.#timer)
  }

  /** Over pages of this tab, as far as the browser allows. */
  #keep(fields: readonly Prefilled[]): void {
    try {
      const { place = sessionStorage } = this.host
      if (fields.length > 0) place.setItem(this.#key, JSON.stringify(fields))
      else place.removeItem(this.#key)
    } catch {
      // Then they are of this page alone.
    }
  }

  #kept(): readonly Prefilled[] {
    try {
      const { place = sessionStorage } = this.host
      const found = JSON.parse(place.getItem(this.#key) ?? '[]') as Prefilled[]
      return found.filter(({ name, value, mode }) => readFields({ [name]: { value, mode } }, 'command').fields.size > 0)
    } catch {
      return []
    }
  }

  get #key(): string {
    return `madoguchi:${this.site}:fields`
  }

  #send(): void {
    this.#readUrl()
    const fresh = this.all.filter(({ name, value, mode }) => mode !== 'once' && this.#told.get(name) !== value)
    const answer = fresh.length > 0 ? this.tell(fresh) : null
    if (!answer) return
    for (const { name, value } of fresh) this.#told.set(name, value)
    answer.then(
      (refused) => this.#complain(refused),
      () => {},
    )
  }

  #read(): Parameters<typeof merge>[0] {
    const { host } = this
    const json = (text: string | null | undefined, source: 'attribute' | 'script'): Reading | undefined =>
      text ? readJson(text, source) : undefined
    const script = host.querySelector(':scope > script[type="application/json"][slot=prefill]')
    const attribute = json(host.getAttribute('prefill'), 'attribute')
    const inside = json(script?.textContent, 'script')
    return {
      url: { fields: this.#url, problems: [] },
      ...(attribute && { attribute }),
      ...(inside && { script: inside }),
      data: readMarked(),
      property: readFields(host.prefill, 'property'),
      command: { fields: this.#given, problems: [] },
    }
  }

  /** Only what the page has allowed by name: `order, ref:order.source` takes `?order=` and `?ref=`. */
  #readUrl(): void {
    const query = new URLSearchParams(location.search)
    for (const allowed of this.host.getAttribute('prefill-params')?.split(/[\s,]+/) ?? []) {
      const [param = '', name = param] = allowed.split(':')
      const value = param && query.get(param)
      if (!value) continue
      const { fields, problems } = readFields({ [name]: value }, 'url')
      for (const [key, field] of fields) this.#url.set(key, field)
      this.#complain(problems)
    }
  }

  #complain<Problem extends { readonly name: string; readonly code: string }>(problems: readonly Problem[]): Problem[] {
    return problems.filter(({ code, name }) => {
      const key = `${code} ${name}`
      if (!this.#complained.has(key)) this.host.emit('error', { code, name })
      this.#complained.add(key)
      return true
    })
  }
}

/** `<span data-madoguchi-field="order.id">4711</span>`, on any element of the page; the last one of a name has it. */
function readMarked(): Reading {
  const fields = new Map<string, Prefilled | null>()
  const problems: FieldProblem[] = []
  for (const element of document.querySelectorAll<HTMLElement>(`[${marked}]`)) {
    // What nobody may look over a shoulder at is nothing that a page gives away by a mark.
    if (element.matches('[type=password]')) continue
    const { madoguchiField: name = '', madoguchiMode: mode } = element.dataset
    const reading = readFields({ [name]: saidBy(element) }, 'data', mode)
    for (const [key, field] of reading.fields) fields.set(key, field)
    problems.push(...reading.problems)
  }
  return { fields, problems }
}

function saidBy(element: HTMLElement): unknown {
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))
    return element.type === 'checkbox' ? element.checked : element.checked ? element.value : null
  if ('value' in element) return element.value
  return element.getAttribute('content') ?? element.getAttribute('datetime') ?? element.textContent
}
