/** Signs that only a call needs; see ../icons.ts. */
import { icon } from '../icons.ts'

export const signs = {
  microphone: icon('M10 3a2 2 0 0 1 2 2v5a2 2 0 0 1-4 0V5a2 2 0 0 1 2-2M5 9.5a5 5 0 0 0 10 0M10 14.5v2.5'),
  muted: icon('M12 8V5a2 2 0 0 0-4 0v5a2 2 0 0 0 2 2M5 9.5a5 5 0 0 0 8.5 3.5M15 9.5v.5M10 14.5v2.5M3.5 3.5l13 13'),
  cameraOff: icon('M7 6h5v5M12 9l5-3v8l-3-1.8M3 6v8h8M3.5 3.5l13 13'),
  screen: icon('M3 4.5h14v9H3zM7 16.5h6M10 11.5v-4M8 9l2-2 2 2'),
  keys: icon(
    'M4 4h1v1H4zM9.5 4h1v1h-1zM15 4h1v1h-1zM4 9.5h1v1H4zM9.5 9.5h1v1h-1zM15 9.5h1v1h-1zM4 15h1v1H4zM9.5 15h1v1h-1zM15 15h1v1h-1z',
  ),
  devices: icon('M4 6h6M14 6h2M12 4v4M4 14h2M10 14h6M8 12v4'),
  full: icon('M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4'),
  window: icon('M3 4.5h14v11H3zM10 10h5v3.5h-5z'),
  chat: icon('M3.5 4h13v9H10l-4 3.5V13H3.5z'),
  hangUp: icon('M3 12.5c0-5 14-5 14 0l-.5 1.5-3.5-1v-2.5a9 9 0 0 0-6 0V13l-3.5 1z'),
}
