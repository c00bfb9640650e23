/** The look of the transfer dialog. */
import { css } from 'lit'

export const transferLook = css`
  form {
    display: flex;
    flex-direction: column;
    max-height: min(638px, calc(100dvh - 34px));
  }
  header,
  footer {
    padding: var(--mdg-space-4);
  }
  header {
    padding-bottom: var(--mdg-space-3);
    border-bottom: 1px solid var(--mdg-line);
  }
  footer {
    display: flex;
    flex-direction: column;
    gap: var(--mdg-space-3);
    border-top: 1px solid var(--mdg-line);
  }
  h2 {
    margin-bottom: var(--mdg-space-3);
    overflow-wrap: anywhere;
  }
  .search {
    position: relative;
    display: block;
  }
  .search .icon {
    position: absolute;
    top: 8px;
    left: 10px;
    color: var(--mdg-text-2);
  }
  .search .field {
    padding-inline-start: 36px;
  }
  .choices {
    flex: 1;
    min-height: 120px;
    overflow: auto;
    padding: var(--mdg-space-2);
  }
  h3 {
    padding: var(--mdg-space-2) var(--mdg-space-2) var(--mdg-space-1);
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
  }
  .choice {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--mdg-space-3);
    min-height: 40px;
    padding: 4px var(--mdg-space-2);
    border-radius: var(--mdg-radius-1);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--mdg-surface-2);
  }
  .choice:has(:checked) {
    background: var(--mdg-accent-soft);
    box-shadow: inset 3px 0 var(--mdg-accent);
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--mdg-accent);
    outline-offset: -2px;
  }
  .choice.off {
    color: var(--mdg-text-2);
    cursor: default;
  }
  .choice.off:hover {
    background: none;
  }
  .choice input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
  }
  .choice > .icon {
    width: 28px;
    padding: 0 4px;
    color: var(--mdg-text-2);
  }
  mdg-a-avatar {
    --mdg-a-avatar: 28px;
  }
  .choice > .cut {
    flex: 1;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0 var(--mdg-space-3);
    flex: 0 1 auto;
    color: var(--mdg-text-2);
    font-size: var(--mdg-size-12);
    font-variant-numeric: tabular-nums;
  }
  .good {
    color: var(--mdg-good);
  }
  .none {
    padding: var(--mdg-space-2);
    font-size: var(--mdg-size-13);
  }
  textarea {
    resize: vertical;
  }
`
