/** The look of the dialog of one's own quick replies. */
import { css } from 'lit'

export const ownLook = css`
  .frame {
    display: flex;
    flex-direction: column;
    max-height: min(638px, calc(100dvh - 34px));
  }
  header {
    display: flex;
    align-items: center;
    padding: var(--mdg-space-3) var(--mdg-space-3) var(--mdg-space-2) var(--mdg-space-5);
  }
  h2 {
    flex: 1;
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 0 var(--mdg-space-5) var(--mdg-space-3);
    font-size: var(--mdg-size-13);
  }
  li {
    display: flex;
    align-items: flex-start;
    gap: var(--mdg-space-1);
    padding-block: var(--mdg-space-2);
    border-top: 1px solid var(--mdg-line);
  }
  li:first-child {
    border-top: 0;
  }
  .kept {
    flex: 1;
    min-width: 0;
  }
  .kept p {
    display: -webkit-box;
    margin-top: var(--mdg-space-1);
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow-wrap: anywhere;
  }
  form {
    display: flex;
    flex-direction: column;
    gap: var(--mdg-space-3);
    padding: var(--mdg-space-4) var(--mdg-space-5);
    border-top: 1px solid var(--mdg-line);
    background: var(--mdg-surface-1);
  }
  .slashed {
    display: flex;
    align-items: center;
    gap: var(--mdg-space-2);
  }
  .slashed .field {
    max-width: 16em;
  }
  textarea.field {
    min-height: 72px;
    max-height: 160px;
    resize: vertical;
    field-sizing: content;
  }
  #hint {
    font-size: var(--mdg-size-12);
  }
  .actions {
    align-items: center;
  }
  .said {
    flex: 1;
    color: var(--mdg-good);
    font-size: var(--mdg-size-13);
  }
`
