/** The fields that all editors of the administration are made of. */
export { bothField } from './both.ts'
export { choiceField, pickField, switchField, ticksField, type Option } from './choice.ts'
export { describedBy, framed, group, grouped, idOf, wrongAt, type FieldHost } from './frame.ts'
export { listField } from './list.ts'
export { fieldLook } from './look.ts'
export { numberField, type NumberRule } from './number.ts'
export { spansField } from './spans.ts'
export { keyField, textField } from './text.ts'
