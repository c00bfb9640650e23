/**
 * Command `setTheme`: what a page changes of the look at any time. Null takes one back. Where one value is no colour, length or
 * family, nothing is changed.
 */
import type { WidgetHost } from '../host.ts'

/** Custom property, and the property of CSS that says what may stand in it. */
const properties = {
  accent: ['--madoguchi-accent', 'color'],
  accentDark: ['--madoguchi-accent-dark', 'color'],
  radius: ['--madoguchi-radius', 'border-radius'],
  font: ['--madoguchi-font', 'font-family'],
} as const
/** Attribute, and what it may be. */
const attributes = {
  colorScheme: ['color-scheme', ['auto', 'light', 'dark']],
  position: ['position', ['right', 'left']],
} as const

export function setTheme(host: WidgetHost, theme: unknown): void {
  if (typeof theme !== 'object' || theme === null) throw new Error('theme.malformed')
  const changes = Object.entries(theme).map(([name, value]) => changeOf(host, name, value))
  for (const change of changes) change()
}

function changeOf(host: WidgetHost, name: string, value: unknown): () => void {
  if (Object.hasOwn(properties, name)) {
    const [property, as] = properties[name as keyof typeof properties]
    if (value === null) return () => host.style.removeProperty(property)
    if (typeof value === 'string' && CSS.supports(as, value)) return () => host.style.setProperty(property, value)
  } else if (Object.hasOwn(attributes, name)) {
    const [attribute, allowed] = attributes[name as keyof typeof attributes]
    if (value === null) return () => host.removeAttribute(attribute)
    if ((allowed as readonly unknown[]).includes(value)) return () => host.setAttribute(attribute, value as string)
  }
  throw new Error('theme.malformed')
}
