/** The look of what is copied onto a company's pages. */
import { css } from 'lit'

export const snippetLook = css`
  .snippet pre {
    margin: 0 0 var(--mdg-space-2);
    padding: var(--mdg-space-3);
    overflow: auto;
    border: 1px solid var(--mdg-line);
    border-radius: var(--mdg-radius-1);
    background: var(--mdg-surface-1);
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    font-size: var(--mdg-size-12);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .snippet .after {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mdg-space-2);
    margin-bottom: var(--mdg-space-3);
  }
  .snippet a {
    color: var(--mdg-accent);
    overflow-wrap: anywhere;
  }
`
