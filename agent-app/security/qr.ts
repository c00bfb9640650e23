/** A text as a picture for cameras, drawn as one path: no markup is made of text. */
import { html, svg, type TemplateResult } from 'lit'
import { encode } from 'uqr'

/** `label` says what it is to whoever cannot see it. Black on white also in the dark: cameras want it so. */
export function qrPicture(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`
}
