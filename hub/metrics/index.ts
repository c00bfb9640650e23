/** Named formulas. */
export { agentsNeeded, erlangA, erlangB, erlangC, offeredLoad, type Service, type Traffic } from './erlang.ts'
