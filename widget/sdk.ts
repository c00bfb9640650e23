/**
 * The SDK without a screen, `madoguchi/sdk`: one visitor of a site, for pages and programs with a screen of their own. The widget's
 * session and this are clients of the same class, which keeps the line, comes back after a loss and asks nothing twice. SDK.md
 * shows how it is used.
 */
export { Visit, type Sender, type VisitEvents, type VisitOptions, type VisitState } from './sdk/visit.ts'
export type { IdentityGiven, Keeping } from './sdk/tickets.ts'
export type { SocketLike } from './sdk/socket.ts'
export {
  Refused,
  type Entry,
  type Prefilled,
  type RefusalCode,
  type VisitCall,
  type VisitContact,
  type VisitQuestion,
  type VisitSite,
} from '#protocol'
