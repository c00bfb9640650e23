/** A contact's call: what is kept of it, and what becomes of it. PURE. */
export * from './call.ts'
export * from './change.ts'
