/** The wire, for whoever speaks it: hub, client, widget, agent app, bench. Browser-safe. PROTOCOL.md is the specification. */
export * from './codec.ts'
export * from './errors.ts'
export type * from './face.ts'
export * from './frame.ts'
export * from './shape.ts'
export { folded } from '../model/folded.ts'
export { builtInRoles, rights, type Right } from '../model/rights.ts'
export * from './messages/index.ts'
