/**
 * The one language of form, as custom properties: widget and agent app both take their colours, spaces, radii and type
 * sizes from here and name nothing else. Each colour stands once, with its light and its dark value side by side, so
 * that the two can be compared; every text colour passes 4.5:1 on every surface it is meant for (tokens.test.ts).
 * To add a token: a line in `colours` or `sizes`.
 */

/** [name, light, dark]. Surfaces go from the page (0) to what is pressed (4). */
export const colours = [
  ['surface-0', '#ffffff', '#16191d'],
  ['surface-1', '#f6f7f8', '#1c2025'],
  ['surface-2', '#edeff1', '#242930'],
  ['surface-3', '#dfe3e7', '#303740'],
  ['surface-4', '#c8ced4', '#414a55'],
  ['line', '#dde1e5', '#323942'],
  /** Borders of fields and of what can be pressed: 3:1 against surfaces 0 and 1. */
  ['edge', '#7f8993', '#7c8793'],
  ['text', '#1b2026', '#eceff2'],
  ['text-2', '#545e69', '#a9b3be'],
  ['accent', '#0b6b68', '#3fb8ae'],
  ['accent-strong', '#085450', '#6bd0c7'],
  ['accent-soft', '#e1f2f0', '#173735'],
  ['on-accent', '#ffffff', '#06201e'],
  ['good', '#1a6b35', '#74cf90'],
  ['good-soft', '#e3f4e8', '#18351f'],
  ['waiting', '#815200', '#eabb5c'],
  ['waiting-soft', '#fdf1d8', '#3a2d10'],
  ['late', '#a2400b', '#f5a06c'],
  ['late-soft', '#fdeade', '#402413'],
  ['wrong', '#b0232f', '#fb949a'],
  ['wrong-soft', '#fce8e9', '#431b1f'],
  ['shadow-ink', 'rgb(16 24 32 / 0.18)', 'rgb(0 0 0 / 0.6)'],
] as const

/** [name, value]: what does not depend on light and dark. */
export const sizes = [
  ['space-1', '4px'],
  ['space-2', '8px'],
  ['space-3', '12px'],
  ['space-4', '16px'],
  ['space-5', '24px'],
  ['space-6', '32px'],
  ['radius-1', '6px'],
  ['radius-2', '10px'],
  ['radius-3', '16px'],
  ['shadow', '0 8px 28px var(--mdg-shadow-ink)'],
  ['size-12', '0.75rem'],
  ['size-13', '0.8125rem'],
  ['size-14', '0.875rem'],
  ['size-16', '1rem'],
  ['size-20', '1.25rem'],
  ['size-28', '1.75rem'],
  ['leading', '1.45'],
  ['leading-ja', '1.65'],
  ['motion', '150ms'],
  [
    'font',
    'system-ui,-apple-system,"Segoe UI","Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic UI","Yu Gothic",Meiryo,"Noto Sans JP","Noto Sans CJK JP",sans-serif',
  ],
] as const

const declare = (name: string, value: string) => `--mdg-${name}:${value};`
const palette = (column: 1 | 2) => colours.map((colour) => declare(colour[0], colour[column])).join('')

/** A shadow root on a stranger's page cannot trust the page's root size. */
const inPixels = (value: string) => value.replace(/([\d.]+)rem/, (_, rem) => `${Number(rem) * 16}px`)

/**
 * The tokens as CSS text for a whole page or a shadow root (`:root` or `:host`). Dark follows the visitor's system,
 * unless the root carries `color-scheme="light"` or `"dark"`.
 */
export function tokensCss(root: ':root' | ':host'): string {
  const having = (attribute: string) => (root === ':host' ? `:host(${attribute})` : `${root}${attribute}`)
  const dark = `color-scheme:dark;${palette(2)}`
  const fixed = sizes.map(([name, value]) => declare(name, root === ':host' ? inPixels(value) : value)).join('')
  return (
    `${root}{color-scheme:light;${palette(1)}${fixed}}` +
    `@media(prefers-color-scheme:dark){${having(':not([color-scheme=light])')}{${dark}}}` +
    `${having('[color-scheme=dark]')}{${dark}}`
  )
}
