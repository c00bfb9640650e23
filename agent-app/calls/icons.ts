/** The signs of calls, loaded with their screens. See ../icons.ts. */
import { html, svg, type TemplateResult } from 'lit'

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${path} />`}</svg>`

const microphone =
  'M10 3a2.2 2.2 0 0 1 2.2 2.2v4.1a2.2 2.2 0 0 1-4.4 0V5.2A2.2 2.2 0 0 1 10 3M5.5 9.5a4.5 4.5 0 0 0 9 0M10 14v3M7.5 17h5'

export const callIcons = {
  microphone: icon(microphone),
  muted: icon(`${microphone}M3.5 3.5l13 13`),
  cameraOff: icon('M3 6h9v8H3zM12 9l5-2.5v7L12 11M3 3l14 14'),
  screen: icon('M3 4h14v9.5H3zM7.5 16.5h5M10 11V6.5M8 8.3l2-2 2 2'),
  stopScreen: icon('M3 4h14v9.5H3zM7.5 16.5h5M8 6.8l4 4M12 6.8l-4 4'),
  resume: icon('M6.5 4.5v11l9-5.5z'),
  keypad: icon(
    'M5 5m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M10 5m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M15 5m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M5 10m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M10 10m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M15 10m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M5 15m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M10 15m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0M15 15m-.5 0a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0',
  ),
  invite: icon('M8 10a3 3 0 1 0 0-6a3 3 0 0 0 0 6M2.5 16.5a5.5 5.5 0 0 1 11 0M15.5 7v5M13 9.5h5'),
  signal: icon('M4 15.5v-2M8 15.5v-5M12 15.5v-8M16 15.5v-11'),
  devices: icon('M3 6.5h7M14 6.5h3M3 13.5h3M10 13.5h7M12 4.5v4M8 11.5v4'),
  hangUp: icon('M3 11.5c0-2 3-4 7-4s7 2 7 4l-.6 1.8-3.2-.7-.4-2.2a8.5 8.5 0 0 0-5.6 0l-.4 2.2-3.2.7z'),
  large: icon('M11.5 4H16v4.5M8.5 16H4v-4.5M16 4l-5 5M4 16l5-5'),
  small: icon('M15.5 8.5H11V4M4.5 11.5H9V16M11 8.5L16 4M9 11.5L4 16'),
  full: icon('M7.5 3.5h-4v4M12.5 3.5h4v4M7.5 16.5h-4v-4M12.5 16.5h4v-4'),
  picture: icon('M3 4.5h14v11H3zM10 10h5v3.5h-5z'),
  speaks: icon('M5 8.5v3M8 6v8M11 8v4M14 6.5v7M17 9v2'),
} as const
