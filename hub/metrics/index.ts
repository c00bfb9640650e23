/** Named formulas. */
export { agentsNeeded, erlangA, erlangB, erlangC, offeredLoad, type Service, type Traffic } from './erlang.ts'
export { Patience, type Waited } from './patience.ts'
export {
  mean,
  occupancy,
  quantile,
  served,
  spread,
  usualGoal,
  type Served,
  type ServiceGoal,
  type Wait,
} from './service.ts'
