/**
 * `w.js`, the one line on the host's page. Defines `<madoguchi-widget>`, makes one from the script's own `data-`
 * attributes unless the page has one, and then obeys the commands that were given before it was there. Leaves nothing on
 * the page but the element and `window.Madoguchi`.
 */
import { MadoguchiWidget } from './widget-element.ts'

const commands = ['open', 'close', 'show', 'hide', 'destroy', 'setLocale', 'startCall', 'on'] as const
type Command = (typeof commands)[number]
/** `Madoguchi('open')`: every command gives a promise; an unknown one, or any while there is no widget, is refused with `command.unknown`. */
type Commander = ((command: Command, ...rest: unknown[]) => Promise<unknown>) & { q?: [Command, ...unknown[]][] }

const tag = 'madoguchi-widget'
const findWidget = (): MadoguchiWidget | null => document.querySelector<MadoguchiWidget>(tag)
const given = ['open', 'locale', 'site', 'hub', 'position', 'colorScheme']

function begin(): void {
  let element = findWidget()
  const script = [...document.scripts].find((one) => one.src === import.meta.url)
  if (!element && script?.dataset.site) {
    element = document.createElement(tag) as MadoguchiWidget
    for (const name of given) {
      if (name in script.dataset) element.setAttribute(name.replace('S', '-s'), script.dataset[name]!)
    }
  }
  const page = window as unknown as { Madoguchi?: Commander }
  const early = page.Madoguchi?.q ?? []
  page.Madoguchi = async (command, ...rest) => {
    const target = element ?? findWidget()
    if (!target || !commands.includes(command)) throw new Error('command.unknown')
    return (target[command] as (...rest: unknown[]) => Promise<unknown>)(...rest)
  }
  // Before the element is in the page: whoever asked to hear `madoguchi-ready` hears it.
  for (const call of early) page.Madoguchi(...call).catch(() => {})
  if (element && !element.isConnected) document.body.append(element)
}

// Twice the same line on a page, or a page that swaps its body: the first one stays.
if (!customElements.get(tag)) {
  customElements.define(tag, MadoguchiWidget)
  if (document.body) begin()
  else document.addEventListener('DOMContentLoaded', begin)
}
