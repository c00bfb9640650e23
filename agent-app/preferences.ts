/** What somebody has chosen at this browser, kept over a reload. Without storage it holds as long as the page. */
import { quietly } from './drafts.ts'

const prefix = 'madoguchi.agent.'

/** Null where nothing was chosen. */
export const stored = (name: string): string | null => quietly(() => localStorage.getItem(prefix + name)) ?? null

export const store = (name: string, value: string): void =>
  void quietly(() => localStorage.setItem(prefix + name, value))
