/**
 * The chat as a draft of its site would have it, in a frame of the administration's: the real window with the real form, which
 * asks the hub nothing and sends nothing. It is told anew with every change of the draft; what is pressed in it, it says.
 */
import '../ask.ts'
import '../define.ts'
import type { SiteFace, VisitSite } from '#protocol'
import type { FrameBegin } from '../bridge.ts'
import { Session } from '../controllers/session.ts'
import { places } from '../controllers/storage.ts'
import type { MdgPanel } from '../elements/mdg-panel.ts'
import type { Place } from '../host.ts'
import { dress } from '../look.ts'
import { en } from '../translations/en.ts'
import { ja } from '../translations/ja.ts'
import { MadoguchiWidget } from '../widget-element.ts'

/** What a draft says with each change. */
export type Drafted = Pick<FrameBegin, 'attributes' | 'face'> & { readonly draft: VisitSite }

/** Draws what is said first, and all that is said later over the channel. */
export function showDraft(first: Drafted, port: MessagePort): void {
  const widget = new DraftWidget()
  widget.setAttribute('site', 'draft')
  widget.setAttribute('hub', location.origin)
  widget.setAttribute('placement', 'page')
  widget.setAttribute('framed', '')
  places.set('draft', nowhere)
  document.body.append(widget)
  widget.begin(first, () => port.postMessage('pressed'))
  port.onmessage = ({ data }: MessageEvent<Drafted>) => widget.take(data)
}

/** Nothing of a draft is kept. */
const nowhere: Place = { getItem: () => null, setItem: () => {}, removeItem: () => {} }

/** The element without what loads and connects it. */
class DraftWidget extends MadoguchiWidget {
  declare face?: SiteFace
  readonly #panel = document.createElement('mdg-panel') as MdgPanel
  #undress: () => void = () => {}
  #look = ''

  override connectedCallback(): void {
    this.label()
  }
  override disconnectedCallback(): void {}
  override attributeChangedCallback(): void {
    this.label()
  }

  begin(drafted: Drafted, pressed: () => void): void {
    this.page = { follow: () => () => {}, prefilled: () => [], bring: () => ({ fields: [], intent: '' }) }
    this.#panel.session = new DraftSession(this, drafted.draft, () => this.#panel.requestUpdate(), pressed)
    this.take(drafted)
    this.root.append(this.#panel)
  }

  take({ attributes, face, draft }: Drafted): void {
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value ?? '')
    document.documentElement.lang = this.language
    const session = this.#panel.session as DraftSession
    session.drafted = draft
    session.words = this.#panel.words = this.language === 'ja' ? ja : en
    this.#wear(face)
    this.#panel.requestUpdate()
  }

  /** A look is taken off and put on anew only where it is another one. */
  #wear(face: Drafted['face']): void {
    const look = JSON.stringify(face?.look)
    if (!face || look === this.#look) return
    this.#look = look
    this.#undress()
    this.face = face
    this.#undress = dress(this)
  }
}

class DraftSession extends Session {
  drafted: VisitSite

  constructor(host: DraftWidget, site: VisitSite, changed: () => void, pressed: () => void) {
    super(host, `${location.origin}/`, en, changed, () => {})
    this.drafted = site
    // A call would ask for the microphone.
    this.calls.want = pressed
    this.start = () => {
      pressed()
      return Promise.resolve()
    }
  }

  override get site(): VisitSite {
    return this.drafted
  }

  override connect(): void {}
}

customElements.define('mdg-draft', DraftWidget)
