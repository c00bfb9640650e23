/** How wide the columns of the desk are: the usual width, or what the agent has drawn, kept over a reload. */
import type { Column } from '../deeds.ts'
import { store, stored } from '../preferences.ts'

const columns: readonly Column[] = ['list', 'customer']

/** Gives the host what was kept. The layout (desk-look.ts) bounds it by the window. */
export function applyWidths(host: HTMLElement): void {
  for (const column of columns) {
    const px = Number(stored(`width.${column}`) ?? 0)
    if (px > 0) host.style.setProperty(`--mdg-a-${column}`, `${px}px`)
  }
}

export function setWidth(host: HTMLElement, column: Column, px: number | null): void {
  if (px === null) host.style.removeProperty(`--mdg-a-${column}`)
  else host.style.setProperty(`--mdg-a-${column}`, `${px}px`)
  store(`width.${column}`, String(px ?? 0))
}
