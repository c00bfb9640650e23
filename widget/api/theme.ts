/** Command `setTheme`: what a page changes of the look at any time. Null takes one back. */
import type { WidgetHost } from '../host.ts'

const properties = { accent: '--madoguchi-accent', radius: '--madoguchi-radius', font: '--madoguchi-font' } as const
const attributes = { colorScheme: 'color-scheme', position: 'position' } as const

export function setTheme(host: WidgetHost, theme: unknown): void {
  if (typeof theme !== 'object' || theme === null) throw new Error('theme.malformed')
  for (const [name, value] of Object.entries(theme)) {
    if (typeof value !== 'string' && value !== null) throw new Error('theme.malformed')
    if (name in properties) host.style.setProperty(properties[name as keyof typeof properties], value)
    else if (name in attributes) {
      const attribute = attributes[name as keyof typeof attributes]
      if (value === null) host.removeAttribute(attribute)
      else host.setAttribute(attribute, value)
    } else throw new Error('theme.malformed')
  }
}
