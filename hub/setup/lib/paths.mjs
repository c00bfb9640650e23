/** The places that set-up works with, all absolute. */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
export const at = (...parts) => join(root, ...parts)
export const bin = (name) => at('node_modules', '.bin', name)
