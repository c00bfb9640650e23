/**
 * `w.js`, the one line on the host's page. Defines `<madoguchi-widget>`, makes one from the script's own `data-`
 * attributes unless the page has one, and then obeys the commands that were given before it was there. Leaves nothing on
 * the page but the element and `window.Madoguchi`.
 */
import { MadoguchiWidget } from './widget-element.ts'

/** `Madoguchi('open')`: every command gives a promise, which rejects with an Error whose message is a stable code. */
type Commander = ((...call: Call) => Promise<unknown>) & { q?: unknown }
type Call = [command: string, ...given: unknown[]]

const tag = 'madoguchi-widget'
/** An element of the page may be called `querySelector` or `body`, and would be found in the document's place. */
const find = (selector: string): Element | null => Document.prototype.querySelector.call(document, selector)

function begin(): void {
  let element = find(tag) as MadoguchiWidget | null
  const script = find('script[data-site]')
  if (!element && script) {
    element = new MadoguchiWidget()
    element.own = true
    for (const name of script.getAttributeNames())
      if (name.startsWith('data-')) element.setAttribute(name.slice(5), script.getAttribute(name)!)
  }
  const page = window as unknown as { Madoguchi?: Commander }
  const early = page.Madoguchi?.q
  page.Madoguchi = async (...call) => {
    const target = element ?? (find(tag) as MadoguchiWidget | null)
    if (!target) throw new Error('widget.absent')
    return target.command(...call)
  }
  // Before the element is in the page: whoever asked to hear `madoguchi-ready` hears it. The name may be an element's.
  if (Array.isArray(early)) for (const call of early as Call[]) page.Madoguchi(...call).catch(() => {})
  if (element && !element.isConnected) find('body')!.append(element)
}

// Twice the same line on a page, or a page that swaps its body: the first one stays.
if (!customElements.get(tag)) {
  customElements.define(tag, MadoguchiWidget)
  if (find('body')) begin()
  else document.addEventListener('DOMContentLoaded', begin)
}
