/**
 * The few signs of the widget: 20 px, one stroke width, no fill, drawn in the colour of the text around them. They are
 * always decoration: the word that names them for assistive technology stands on the button.
 * To add one: draw it on a 20 by 20 grid and add a line.
 */
import { html, svg, type TemplateResult } from 'lit'

export const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${path} />`}</svg>`

export const icons = {
  close: icon('M5 5l10 10M15 5L5 15'),
  more: icon('M4 10h1M9.5 10h1M15 10h1'),
  send: icon('M10 16V4M5 9l5-5 5 5'),
  attach: icon('M15.5 9.5l-5.7 5.7a3.5 3.5 0 0 1-5-5l6.2-6.2a2.3 2.3 0 0 1 3.3 3.3l-5.7 5.7'),
  save: icon('M10 3v9M6 8.5l4 4 4-4M4 16h12'),
  end: icon('M8 4H4v12h4M12 6l4 4-4 4M16 10H8'),
  out: icon('M11 4h5v5M16 4l-7 7M8 5H4v11h11v-4'),
  file: icon('M5 3h6l4 4v10H5zM11 3v4h4'),
  retry: icon('M15.5 10A5.5 5.5 0 1 1 13.5 5.8M14 2.5v3.7h-3.7'),
  warn: icon('M10 3l7.5 13h-15zM10 8v3.5M10 13.8v.2'),
  clock: icon('M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14M10 6v4l2.5 2'),
  bell: icon('M5 13.5c1-1 1.5-2 1.5-5a3.5 3.5 0 0 1 7 0c0 3 .5 4 1.5 5zM8.5 16a1.5 1.5 0 0 0 3 0'),
  phone: icon(
    'M4.5 3.5h3l1.3 3.7-1.8 1.4a9 9 0 0 0 4.4 4.4l1.4-1.8 3.7 1.3v3c0 .6-.5 1-1 1A12 12 0 0 1 3.5 4.5c0-.5.4-1 1-1',
  ),
  video: icon('M3 6h9v8H3zM12 9l5-3v8l-5-3'),
  person: icon('M10 9.5a3 3 0 1 0 0-6a3 3 0 0 0 0 6M4 16.5c0-3 2.5-4.5 6-4.5s6 1.5 6 4.5'),
  check: icon('M4 10.5l4 4 8-9'),
  checks: icon('M2 10.5l4 4 7-9M9 14.5l1 0 7.5-9'),
}
