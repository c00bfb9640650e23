/**
 * What the api fetches with the chat, or at the first word of the page about its visitor: what the page says (api/page-fields.ts)
 * and what it is told (api/telling.ts).
 */
import type { Prefilled } from '#protocol'
import { PageFields } from './api/page-fields.ts'
import { follow } from './api/telling.ts'
import type { Session } from './controllers/session.ts'
import type { ChatHandle, PageSide, WidgetHost } from './host.ts'

export class Side implements PageSide {
  readonly fields: PageFields
  #endAlerts: () => void = () => {}
  #over = false

  /** `loaded`: the chat, if there is one at the moment. */
  constructor(
    private readonly host: WidgetHost,
    private readonly loaded: () => ChatHandle | null,
  ) {
    this.fields = new PageFields(host, host.getAttribute('site') ?? '', (fields) => this.#tell(fields))
    if (host.hasAttribute('attention')) void this.#alert()
    host.addEventListener('madoguchi-identity', this.#identityChanged)
  }

  follow(session: Session): () => void {
    const end = follow(this.host, session, (open) => this.fields.watch(open))
    return () => {
      this.fields.watch(false)
      end()
    }
  }

  prefilled(): readonly Prefilled[] {
    return this.fields.all
  }

  bring(): ReturnType<PageSide['bring']> {
    const { fields, host } = this
    const wanted = host.emit('prefill-request', { prefill: (...given) => void fields.give(...given) }, true)
    const brought = fields.bring()
    return wanted ? brought : { fields: [], intent: '' }
  }

  destroy(): void {
    this.host.removeEventListener('madoguchi-identity', this.#identityChanged)
    this.#over = true
    this.#endAlerts()
    this.fields.destroy()
  }

  async #alert(): Promise<void> {
    const { Alerts } = await import('./alerts.ts')
    const alerts = new Alerts(this.host, this.loaded)
    if (this.#over) alerts.destroy()
    else this.#endAlerts = () => alerts.destroy()
  }

  readonly #identityChanged = (event: Event): void => {
    if ((event as CustomEvent<{ cleared: boolean }>).detail.cleared) this.fields.forget()
  }

  #tell(fields: readonly Prefilled[]): Promise<readonly { name: string; code: string }[]> | null {
    const { client, contact } = this.loaded()?.session ?? {}
    if (!client || !contact || contact.phase === 'closed') return null
    const { done } = client.request('contact.prefill', { contact: contact.contact, fields })
    return done.then(({ refused }) => refused)
  }
}
