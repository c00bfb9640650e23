/** The connection to a hub, for widget, agent app, simulator and bench. Browser-safe; `browser.ts` is for browsers only. */
export * from './browser.ts'
export * from './call-door.ts'
export * from './client.ts'
export * from './options.ts'
export { defaultPolicy, type ReconnectPolicy } from './reconnect.ts'
